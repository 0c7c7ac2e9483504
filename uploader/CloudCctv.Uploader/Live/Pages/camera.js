// One camera: picture, marks, graph, wishes.
import { ask, attempt, dayOf, element, say, showState, timeOf, wish, wording } from "./page.js";
import { painter, watch } from "./stream.js";
import { Editor } from "./editor.js";
import { Graph } from "./graph.js";
import { Marks } from "./marks.js";
import { Scene } from "./modes.js";
import { linkPeople, listPrograms } from "./programs.js";
import { Recording } from "./recording.js";
import { Saved } from "./saved.js";
import { Tuning } from "./tuning.js";

const get = (id) => document.getElementById(id);
const name = decodeURIComponent(location.pathname.split("/")[2]);
get("name").textContent = name;
document.title = `${name} · CloudCctv live`;

const settings = await ask(`/cameras/${name}/settings`).catch((fault) => {
  showState(get("state"), { state: "link", text: "There is no such camera" });
  get("veil").textContent = fault.message;
  throw fault;
});
const canvas = get("picture");
const graph = new Graph(get("graph"));
const marks = new Marks(get("marks"), canvas);
const scene = new Scene(name);
const changed = (motion) => {
  graph.motion = motion;
  scene.mode = motion.mode;
};
const editor = new Editor(name, settings, marks, changed);
new Tuning(name, settings, changed);
const saved = new Saved(name);
const recording = new Recording(name, settings, () => {
  say("Recorded: it comes under Clips in a moment.");
  saved.choose("clips");
});
listPrograms(name, get("programs"));
linkPeople(settings.gallery, get("people"));
changed(settings.motion);

let size = "";
const paint = painter(canvas, () => {
  get("veil").hidden = true;
  if (size !== `${canvas.width}×${canvas.height}`) {
    size = `${canvas.width}×${canvas.height}`;
    get("stage").style.setProperty("--aspect", canvas.width / canvas.height);
    marks.draw();
  }
});

function showStatus(status) {
  showState(get("state"), status);
  const stopped = !status.monitoring;
  get("monitor").setAttribute("aria-pressed", `${!stopped}`);
  get("monitor").textContent = stopped ? "Start monitoring" : "Stop monitoring";
  get("score").textContent = `${(status.score * 100).toFixed(2)} %`;
  get("score").classList.toggle("hot", status.motion);
  recording.show(status);
  scene.show(status);
  const counts = (status.lines ?? []).map((line) => `${line.name}: ${line.in} in, ${line.out} out`);
  if (get("line-counts").dataset.shown !== counts.join()) {
    get("line-counts").dataset.shown = counts.join();
    get("line-counts").hidden = counts.length === 0;
    get("line-counts").replaceChildren(...counts.map((text) => element("li", { textContent: text })));
  }
  const dark = status.state === "fault" || status.state === "lost" || status.state === "starting";
  get("try").hidden = !dark;
  if (dark) {
    get("veil").hidden = false;
    get("veil").textContent = status.fault ?? wording(status)[0];
    marks.showBox(null);
    return;
  }
  marks.showBox(status.box);
  graph.add(status.score, status.motion);
  if (status.time) {
    const time = new Date(status.time);
    get("stamp").textContent = `${name} · ${dayOf(time)} ${timeOf(time)}`;
  }
}

watch(name, {
  onStatus: showStatus,
  onPicture: paint,
  onBroken: () => {
    showState(get("state"), { state: "link", text: "Connecting again" });
    get("veil").hidden = false;
    get("veil").textContent = "No connection to the device";
  },
});

function showOverlay(yes) {
  get("stamp").hidden = !yes;
  get("overlay").setAttribute("aria-pressed", `${yes}`);
  const address = new URL(location.href);
  if (yes) address.searchParams.set("overlay", "1");
  else address.searchParams.delete("overlay");
  history.replaceState(null, "", address);
}
showOverlay(new URLSearchParams(location.search).get("overlay") === "1");

get("overlay").addEventListener("click", () => showOverlay(get("stamp").hidden));
get("full").hidden = !document.fullscreenEnabled;
get("full").addEventListener("click", () => get("stage").requestFullscreen());
get("snap").addEventListener("click", () => attempt(async () => {
  await wish(`/cameras/${name}/snap`);
  say("The scene as it is now counts as undisturbed.");
}));
get("monitor").addEventListener("click", () => attempt(async () => {
  const stop = get("monitor").getAttribute("aria-pressed") === "true";
  await wish(`/cameras/${name}/monitoring/${stop ? "off" : "on"}`);
  say(stop ? "Stopped: the picture is shown, nothing is recorded." : "Monitoring again.");
}));
editor.show();
