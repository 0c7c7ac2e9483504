// Drawing zones, masks and counting lines with a finger or a mouse: tap the corners, drag them, take anything back.
import { attempt, element, say, wish } from "./page.js";

const NEAR_PIXELS = 26;
const MOST_ZONES = 32;
const MOST_LINES = 8;
const MOST_CORNERS = 100;
const get = (id) => document.getElementById(id);

// Fingers do not reach the very edge, and zones nearly always should.
const EDGE = 0.012;
const round = (value) => (value < EDGE ? 0 : value > 1 - EDGE ? 1 : Number(value.toFixed(4)));

export class Editor {
  constructor(name, settings, marks, onSaved) {
    Object.assign(this, { name, marks, onSaved, canSave: settings.canSave, past: [], drag: null });
    this.load(settings.motion);
    get("edit").addEventListener("click", () => this.open(get("editor").hidden));
    get("edit-close").addEventListener("click", () => this.open(false));
    get("add-zone").addEventListener("click", () => this.begin("zone"));
    get("add-mask").addEventListener("click", () => this.begin("mask"));
    get("add-line").addEventListener("click", () => this.begin("line"));
    get("finish").addEventListener("click", () => this.finish());
    get("undo").addEventListener("click", () => this.undo());
    get("save-zones").addEventListener("click", () => this.send(true));
    get("try-zones").addEventListener("click", () => this.send(false));
    marks.svg.addEventListener("pointerdown", (event) => this.down(event));
    marks.svg.addEventListener("pointermove", (event) => this.move(event));
    marks.svg.addEventListener("pointerup", () => this.up());
    marks.svg.addEventListener("pointercancel", () => this.up());
  }

  load(motion) {
    const shapes = (kind, polygons) => polygons.map(({ corners, ...rest }) => ({ ...rest, kind, corners: corners.map(({ x, y }) => ({ x, y })) }));
    this.marks.shapes = [...shapes("zone", motion.zones), ...shapes("mask", motion.masks),
      ...(motion.lines ?? []).map(({ name, from, to }) => ({ kind: "line", name, corners: [{ ...from }, { ...to }] }))];
    this.marks.draw();
  }

  open(yes) {
    if (!yes) this.abandon();
    get("editor").hidden = !yes;
    get("edit").setAttribute("aria-pressed", `${yes}`);
    this.marks.editing = yes;
    this.marks.svg.classList.toggle("editing", yes);
    this.show();
  }

  begin(kind) {
    this.abandon();
    if (kind === "zone" && this.marks.shapes.filter((shape) => shape.kind === "zone").length >= MOST_ZONES) {
      say(`There can be ${MOST_ZONES} zones at most.`, true);
      return;
    }
    if (kind === "line" && this.marks.shapes.filter((shape) => shape.kind === "line").length >= MOST_LINES) {
      say(`There can be ${MOST_LINES} lines at most.`, true);
      return;
    }
    this.remember();
    const names = new Set(this.marks.shapes.map((shape) => shape.name));
    let number = 1;
    const gap = kind === "line" ? "-" : " ";
    while (names.has(`${kind}${gap}${number}`)) number++;
    this.marks.open = this.marks.shapes.push({ kind, name: `${kind}${gap}${number}`, corners: [] }) - 1;
    this.show();
    get("stage").scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  finish() {
    const drawn = this.marks.shapes[this.marks.open];
    if (drawn?.corners.length < (drawn?.kind === "line" ? 2 : 3)) return;
    this.marks.open = -1;
    this.show();
  }

  // A shape that was begun and left is none.
  abandon() {
    if (this.marks.open < 0) return;
    this.marks.shapes.splice(this.marks.open, 1);
    this.marks.open = -1;
  }

  down(event) {
    if (!this.marks.editing) return;
    const area = this.marks.svg.getBoundingClientRect();
    const point = { x: round((event.clientX - area.left) / area.width), y: round((event.clientY - area.top) / area.height) };
    const near = this.nearest(point, area);
    const drawn = this.marks.shapes[this.marks.open];
    if (drawn && near?.at === 0 && drawn.corners.length >= 3) {
      this.finish();
    } else if (near) {
      this.remember();
      this.drag = near;
      this.marks.svg.setPointerCapture(event.pointerId);
    } else if (drawn && drawn.corners.length < MOST_CORNERS) {
      this.remember();
      this.drag = { shape: drawn, at: drawn.corners.push(point) - 1 };
      this.marks.svg.setPointerCapture(event.pointerId);
      this.show();
    }
  }

  move(event) {
    if (!this.drag) return;
    const area = this.marks.svg.getBoundingClientRect();
    this.drag.shape.corners[this.drag.at] = { x: round((event.clientX - area.left) / area.width), y: round((event.clientY - area.top) / area.height) };
    this.marks.draw();
  }

  up() {
    this.drag = null;
    const drawn = this.marks.shapes[this.marks.open];
    if (drawn?.kind === "line" && drawn.corners.length === 2) this.finish();
  }

  nearest(point, area) {
    const drawn = this.marks.shapes[this.marks.open];
    const all = (drawn ? [drawn] : this.marks.shapes).flatMap((shape) => shape.corners.map((corner, at) => ({
      shape, at, pixels: Math.hypot((corner.x - point.x) * area.width, (corner.y - point.y) * area.height),
    })));
    all.sort((a, b) => a.pixels - b.pixels);
    return all[0]?.pixels <= NEAR_PIXELS ? all[0] : null;
  }

  remember() {
    this.past.push(JSON.stringify([this.marks.open, this.marks.shapes]));
    this.past = this.past.slice(-200);
  }

  undo() {
    if (this.past.length === 0) return;
    [this.marks.open, this.marks.shapes] = JSON.parse(this.past.pop());
    this.show();
  }

  show() {
    const drawn = this.marks.shapes[this.marks.open];
    this.marks.draw();
    get("undo").disabled = this.past.length === 0;
    get("finish").hidden = !drawn || drawn.kind === "line";
    get("finish").disabled = !drawn || drawn.corners.length < 3;
    get("save-zones").disabled = get("try-zones").disabled = Boolean(drawn);
    get("editor-hint").textContent = drawn?.kind === "line"
      ? "Tap where the arrow begins, then where it ends. What goes over it from its left to its right goes in. Draw it where feet pass."
      : drawn
      ? `Tap the corners of the ${drawn.kind} in the picture, then its first corner again or “Close shape”.`
      : this.marks.shapes.length === 0
        ? "Motion counts everywhere. A zone makes it count only inside; a mask makes it count never, for a tree or a road."
        : "Drag corners to move them.";
    get("shapes").replaceChildren(...this.marks.shapes.filter((shape) => shape !== drawn).map((shape) => this.row(shape)));
  }

  row(shape) {
    const name = element("input", { type: "text", value: shape.name, maxLength: 60, ariaLabel: `Name of this ${shape.kind}` });
    name.addEventListener("focus", () => this.remember());
    name.addEventListener("input", () => {
      shape.name = name.value;
      this.marks.draw();
    });
    const remove = element("button", { type: "button", className: "button small", textContent: "Delete", ariaLabel: `Delete ${shape.kind} ${shape.name}` });
    remove.addEventListener("click", () => {
      this.remember();
      this.marks.shapes.splice(this.marks.shapes.indexOf(shape), 1);
      this.show();
    });
    if (shape.kind === "line") {
      name.maxLength = 40;
      name.pattern = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
      name.title = "Lower-case letters, digits and hyphens";
    }
    const line = element("li", {}, element("span", { className: `swatch ${shape.kind}` }), name, element("span", { className: "kind", textContent: shape.kind }), remove);
    if (shape.kind === "zone") line.append(this.sensitivity(shape));
    return line;
  }

  // From a tenth to ten times, with one in the middle.
  sensitivity(zone) {
    const slider = element("input", { type: "range", min: -100, max: 100, value: Math.round(Math.log10(zone.sensitivity ?? 1) * 100) });
    const output = element("output", { textContent: `× ${zone.sensitivity ?? 1}` });
    slider.addEventListener("pointerdown", () => this.remember());
    slider.addEventListener("input", () => {
      zone.sensitivity = Number((10 ** (slider.value / 100)).toPrecision(2));
      output.textContent = `× ${zone.sensitivity}`;
    });
    return element("label", { className: "sensitivity" }, "Sensitivity", slider, output);
  }

  async send(save) {
    const of = (kind) => this.marks.shapes.filter((shape) => shape.kind === kind).map(({ kind: _, name, ...rest }) => ({ ...rest, name: name.trim() }));
    const lines = of("line").map(({ name, corners: [from, to] }) => ({ name, from, to }));
    await attempt(async () => {
      this.onSaved(await wish(`/cameras/${this.name}/motion`, { motion: { zones: of("zone"), masks: of("mask"), lines }, save }));
      say(save ? "Saved in the settings file, and in use." : "In use until the uploader starts again.");
      if (save) this.open(false);
    });
  }
}
