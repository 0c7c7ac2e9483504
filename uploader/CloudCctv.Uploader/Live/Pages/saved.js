// Best pictures of events and clips: look at them, delete them.
import { ask, attempt, dayOf, element, say, timeOf, wish } from "./page.js";

const get = (id) => document.getElementById(id);
const megabytes = (bytes) => (bytes < 950_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

// 2026-11-24_094512345.jpg and 2026-11-24/094512-….mp4 tell the time in UTC.
function timeIn(file) {
  const parts = /(\d{4}-\d\d-\d\d)[_/](\d\d)(\d\d)(\d\d)/.exec(file.name);
  return parts ? new Date(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}Z`) : new Date(file.time);
}

export class Saved {
  constructor(name) {
    Object.assign(this, { name, kind: "captures", known: "" });
    this.viewer = get("viewer");
    for (const kind of ["captures", "clips"]) get(`tab-${kind}`).addEventListener("click", () => this.choose(kind));
    // A video goes on loading in a closed dialog.
    this.viewer.addEventListener("close", () => this.viewer.replaceChildren());
    this.viewer.addEventListener("click", (event) => event.target === this.viewer && this.viewer.close());
    setInterval(() => document.hidden || this.load().catch(() => {}), 5000);
    attempt(() => this.load());
  }

  choose(kind) {
    this.kind = kind;
    for (const one of ["captures", "clips"]) get(`tab-${one}`).setAttribute("aria-selected", `${one === kind}`);
    attempt(() => this.load());
  }

  async load() {
    const kind = this.kind;
    const files = await ask(`/cameras/${this.name}/${kind}`);
    const key = kind + JSON.stringify(files);
    if (kind !== this.kind || key === this.known) return;
    this.known = key;
    get("tiles").replaceChildren(...files.map((file) => this.tile(kind, file)));
    get("nothing").hidden = files.length > 0;
    get("nothing").textContent = kind === "captures" ? "Nothing yet: the best picture of each event comes here." : "No clips here yet.";
  }

  address(kind, file) {
    return `/cameras/${this.name}/${kind}/${file.name.split("/").map(encodeURIComponent).join("/")}`;
  }

  tile(kind, file) {
    const time = timeIn(file);
    const asked = file.name.includes("-asked.");
    const face = kind === "captures"
      ? element("img", { src: this.address(kind, file), alt: "", loading: "lazy" })
      : element("span", { className: asked ? "film asked" : "film", textContent: asked ? "● Recorded" : "▶" });
    const tile = element("button", { type: "button", className: "tile", ariaLabel: `${kind === "captures" ? "Picture" : asked ? "Recording" : "Clip"} of ${dayOf(time)} ${timeOf(time)}` }, face,
      element("span", { className: "tile-text" }, element("strong", { textContent: timeOf(time) }), element("span", { className: "soft", textContent: kind === "captures" ? dayOf(time) : megabytes(file.bytes) })));
    tile.addEventListener("click", () => this.look(kind, file, time));
    return tile;
  }

  look(kind, file, time) {
    const address = this.address(kind, file);
    const shown = kind === "captures"
      ? element("img", { src: address, alt: "" })
      : element("video", { src: address, controls: true, autoplay: true, muted: true, playsInline: true });
    const remove = element("button", { type: "button", className: "button", textContent: "Delete" });
    const close = element("button", { type: "button", className: "button", textContent: "Close", autofocus: true });
    const title = element("p", { textContent: `${dayOf(time)}, ${timeOf(time)}` });
    const foot = element("div", { className: "viewer-foot" }, title, remove, close);
    close.addEventListener("click", () => this.viewer.close());
    remove.addEventListener("click", () => this.confirm(kind, file, foot));
    this.viewer.replaceChildren(shown, foot);
    this.viewer.showModal();
  }

  // Asked once, in the same place.
  confirm(kind, file, foot) {
    const yes = element("button", { type: "button", className: "button danger", textContent: "Delete for good" });
    const no = element("button", { type: "button", className: "button", textContent: "Keep it" });
    no.addEventListener("click", () => this.viewer.close());
    yes.addEventListener("click", () => attempt(async () => {
      await wish(`/cameras/${this.name}/${kind}/delete`, { file: file.name });
      this.viewer.close();
      say("Deleted from this device.");
      await this.load();
    }));
    foot.replaceChildren(element("p", { textContent: "Delete it from this device?" }), yes, no);
    no.focus();
  }
}
