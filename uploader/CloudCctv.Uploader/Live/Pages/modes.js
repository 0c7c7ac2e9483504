// The four ways to tell motion, in words, and the undisturbed scene that the last of them compares with.
import { dayOf, timeOf } from "./page.js";

export const MODES = {
  adaptive: { label: "Adaptive", hint: "Learns the scene, its noise, leaves and light. Right for nearly every camera." },
  runningAverage: { label: "Running average", hint: "What differs from an average of the last seconds. Takes every leaf and cloud for motion." },
  frameDelta: { label: "Frame delta", hint: "What differs from the picture before. Sees nothing that stands still." },
  baseline: { label: "Baseline", hint: "What differs from a snap of the undisturbed scene, for as long as it does. The snap never ages: for rooms with lamps." },
};

const get = (id) => document.getElementById(id);

export class Scene {
  constructor(name) {
    Object.assign(this, { name, time: null });
    get("scene-open").addEventListener("click", () => get("scene-viewer").showModal());
    get("scene-close").addEventListener("click", () => get("scene-viewer").close());
    get("scene-viewer").addEventListener("click", (event) => event.target === get("scene-viewer") && get("scene-viewer").close());
  }

  set mode(mode) {
    const baseline = mode === "baseline";
    get("scene").hidden = !baseline;
    get("snap").classList.toggle("primary", baseline);
    get("difference").hidden = !baseline && mode !== "frameDelta";
  }

  show(status) {
    if (status.difference !== null) get("difference").textContent = `Difference now: ${Number(status.difference.toPrecision(3))}`;
    if (!status.scene || status.scene === this.time) return;
    this.time = status.scene;
    const time = new Date(status.scene);
    get("scene-time").textContent = `Taken ${dayOf(time)}, ${timeOf(time)}`;
    const address = `/cameras/${this.name}/scene.jpg?at=${encodeURIComponent(status.scene)}`;
    get("scene-picture").src = get("scene-large").src = address;
    get("scene-open").hidden = false;
  }
}
