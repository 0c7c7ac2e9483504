// @ts-check
// Draws zones, masks and counting lines on a camera's picture, by mouse, finger or keyboard. What is drawn is written into the
// text fields of the form at once: they alone are sent, and without script they are all there is.

/** @typedef {{ x: number, y: number }} Point In 0..1 of the picture. */
/** @typedef {{ kind: string, name: string, corners: Point[], raw?: string }} Shape A raw one is a line of text that nobody understands. */

const SVG = "http://www.w3.org/2000/svg";
const NEAR = 24; // Pixels of the screen: a finger.
const EDGE = 0.012; // Fingers do not reach the very edge, and zones nearly always should.
const MOST_CORNERS = 100;
const STEP = { coarse: 0.02, fine: 0.004 };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @type {HTMLFormElement} */
const form = /** @type {any} */ (document.querySelector("[data-rules]"));
const find = selector => /** @type {any} */ (form.querySelector(selector));
const picture = /** @type {SVGSVGElement} */ (find("[data-picture]"));
const drawn = find("[data-drawn]");
const size = { width: picture.viewBox.baseVal.width, height: picture.viewBox.baseVal.height };
const texts = Object.fromEntries([...form.querySelectorAll("[data-shapes]")].map(one => [/** @type {any} */ (one).dataset.shapes, /** @type {HTMLTextAreaElement} */ (one)]));

/** @type {Shape[]} */
let shapes = [];
let open = -1; // The shape being drawn.
let cursor = null; // Where the keyboard would put its next corner.
let drag = null;
let foot = { x: 0.5, y: 0.92 }; // Where somebody stands for whom sizes are shown.
let sizes = false;
let changed = false;
const past = [];

const clamp = value => Math.min(1, Math.max(0, value));
const round = value => (value < EDGE ? 0 : value > 1 - EDGE ? 1 : Number(value.toFixed(4)));
const percent = value => `${Math.round(value * 100)} %`;
const matrix = () => picture.getScreenCTM() ?? new DOMMatrix(); // The picture may stand narrower than its place is.
const unit = () => 1 / (matrix().a || 1); // Of the picture, for one pixel of the screen.

function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, String(value)));
  made.append(...children);
  return made;
}

function html(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// From text and back

function parse(kind, line) {
  const words = line.split(/\s+/);
  const name = kind === "line" ? words.shift() ?? "" : "";
  const corners = words.map(word => (/^(0|1|0?\.\d+|[01]\.\d*),(0|1|0?\.\d+|[01]\.\d*)$/.test(word) ? word.split(",").map(Number) : [NaN, NaN])).map(([x, y]) => ({ x, y }));
  const sound = corners.every(one => one.x >= 0 && one.x <= 1 && one.y >= 0 && one.y <= 1)
    && (kind === "line" ? corners.length === 2 : corners.length >= 3 && corners.length <= MOST_CORNERS);
  return sound ? { kind, name, corners } : { kind, name: "", corners: [], raw: line };
}

function read() {
  shapes = Object.entries(texts).flatMap(([kind, field]) => field.value.split("\n").map(line => line.trim()).filter(Boolean).map(line => parse(kind, line)));
}

const textOf = shape => shape.raw ?? [...(shape.kind === "line" ? [shape.name] : []), ...shape.corners.map(one => `${one.x},${one.y}`)].join(" ");

function write() {
  changed = true;
  Object.entries(texts).forEach(([kind, field]) => { field.value = shapes.filter((shape, i) => shape.kind === kind && i !== open).map(textOf).join("\n"); });
}

// What people do

function remember() {
  past.push(JSON.stringify([open, shapes]));
  past.splice(0, past.length - 200);
}

function undo() {
  const before = past.pop();
  if (!before) return;
  [open, shapes] = JSON.parse(before);
  cursor = open < 0 ? null : cursor ?? { x: 0.5, y: 0.5 };
  write();
  show();
}

function begin(kind) {
  abandon();
  remember();
  const names = new Set(shapes.map(shape => shape.name));
  let number = 1;
  while (names.has(`line-${number}`)) number++;
  open = shapes.push({ kind, name: kind === "line" ? `line-${number}` : "", corners: [] }) - 1;
  cursor = { x: 0.5, y: 0.5 };
  show();
  picture.focus({ preventScroll: true });
  picture.scrollIntoView({ block: "nearest" });
}

function finish() {
  const shape = shapes[open];
  if (!shape || shape.corners.length < (shape.kind === "line" ? 2 : 3)) return;
  open = -1;
  cursor = null;
  write();
  show();
}

// A shape that was begun and left is none.
function abandon() {
  if (open < 0) return;
  shapes.splice(open, 1);
  open = -1;
  cursor = null;
  show();
}

function put(point) {
  const shape = shapes[open];
  if (!shape || shape.corners.length >= MOST_CORNERS) return -1;
  remember();
  shape.corners.push({ x: round(point.x), y: round(point.y) });
  return shape.corners.length - 1;
}

function remove(at, shape) {
  remember();
  if (shape.corners.length > 3) shape.corners.splice(at, 1);
  else shapes.splice(shapes.indexOf(shape), 1);
  write();
  show();
  picture.focus({ preventScroll: true });
}

// Pointers

function pointOf(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix().inverse());
  return { x: clamp(point.x / size.width), y: clamp(point.y / size.height) };
}

// In pixels of the screen.
const apart = (a, b) => Math.hypot((a.x - b.x) * size.width, (a.y - b.y) * size.height) / unit();

const between = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

// A corner, or the middle of an edge, where one can be pulled out.
function nearest(point) {
  const those = open >= 0 ? [shapes[open]] : shapes;
  const found = those.flatMap(shape => shape.corners.map((corner, at) => ({ shape, at, insert: false, apart: apart(corner, point) })));
  if (open < 0) {
    found.push(...those.filter(shape => shape.kind !== "line" && shape.corners.length < MOST_CORNERS).flatMap(shape => shape.corners.map((corner, i) =>
      ({ shape, at: i + 1, insert: true, apart: apart(between(corner, shape.corners[(i + 1) % shape.corners.length]), point) + 6 }))));
  }

  const first = found.sort((a, b) => a.apart - b.apart)[0];
  return first?.apart <= NEAR ? first : null;
}

function down(event) {
  if (event.button !== 0) return;
  const point = pointOf(event);
  const near = nearest(point);
  const shape = shapes[open];
  if (shape && shape.kind !== "line" && near?.at === 0 && shape.corners.length >= 3) {
    finish();
  } else if (near) {
    remember();
    if (near.insert) near.shape.corners.splice(near.at, 0, { x: round(point.x), y: round(point.y) });
    drag = { shape: near.shape, at: near.at };
  } else if (shape) {
    drag = { shape, at: put(point) };
  } else if (sizes) {
    foot = point;
  }

  if (drag) {
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  draw();
}

function move(event) {
  if (drag?.at >= 0) {
    const point = pointOf(event);
    drag.shape.corners[drag.at] = { x: round(point.x), y: round(point.y) };
    draw();
  } else if (sizes && open < 0 && event.pointerType === "mouse") {
    foot = pointOf(event);
    draw();
  }
}

function up() {
  if (!drag) return;
  const { shape } = drag;
  drag = null;
  if (shape === shapes[open] && shape.kind === "line" && shape.corners.length === 2) {
    finish();
    return;
  }

  write();
  show();
}

// Keys

function keyOnPicture(event) {
  if (open < 0 || event.target !== picture) return;
  const shape = shapes[open];
  const arrow = ARROWS[event.key];
  if (arrow) {
    const step = event.shiftKey ? STEP.fine : STEP.coarse;
    cursor = { x: clamp(cursor.x + arrow[0] * step), y: clamp(cursor.y + arrow[1] * step) };
    draw();
  } else if (event.key === "Enter" || event.key === " ") {
    const first = shape.corners[0];
    if (shape.kind !== "line" && first && shape.corners.length >= 3 && apart(first, cursor) <= NEAR) finish();
    else if (put(cursor) === 1 && shape.kind === "line") finish();
    else show();
  } else if (event.key === "Backspace") {
    undo();
  } else if (event.key === "Escape") {
    abandon();
  } else {
    return;
  }

  event.preventDefault();
}

function keyOnCorner(event, shape, at) {
  const arrow = ARROWS[event.key];
  if (arrow) {
    const step = event.shiftKey ? STEP.fine : STEP.coarse;
    const corner = shape.corners[at];
    remember();
    shape.corners[at] = { x: Number(clamp(corner.x + arrow[0] * step).toFixed(4)), y: Number(clamp(corner.y + arrow[1] * step).toFixed(4)) };
    write();
    show();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    remove(at, shape);
  } else {
    return;
  }

  event.preventDefault();
  event.stopPropagation();
}

// What people see

const place = point => `${(point.x * size.width).toFixed(1)},${(point.y * size.height).toFixed(1)}`;

function titleOf(shape) {
  const number = shapes.filter(one => one.kind === shape.kind).indexOf(shape) + 1;
  return shape.kind === "line" ? `Line ${shape.name}` : `${shape.kind === "zone" ? "Zone" : "Mask"} ${number}`;
}

function label(text, point, px, kind) {
  return svg("text", { class: `shape-label ${kind}`, x: point.x * size.width, y: point.y * size.height, "font-size": 14 * px, "stroke-width": 4 * px, "text-anchor": "middle", "dominant-baseline": "central" }, text);
}

// The arrow from the first to the second point, and across it the way that is "in": from its left to its right side.
function arrow(shape, px) {
  const [a, b] = shape.corners.map(one => ({ x: one.x * size.width, y: one.y * size.height }));
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const right = { x: -along.y, y: along.x };
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const at = (far, side = 0) => ({ x: middle.x + right.x * far * px + along.x * side * px, y: middle.y + right.y * far * px + along.y * side * px });
  const share = point => ({ x: point.x / size.width, y: point.y / size.height });
  const pair = point => `${point.x.toFixed(1)},${point.y.toFixed(1)}`;
  const tip = (back, side) => `${(b.x - along.x * back * px + right.x * side * px).toFixed(1)},${(b.y - along.y * back * px + right.y * side * px).toFixed(1)}`;
  return [
    svg("polygon", { class: "line-tip", points: `${pair(b)} ${tip(16, 7)} ${tip(16, -7)}` }),
    svg("polyline", { class: "line-way", points: `${pair(at(-14))} ${pair(at(20))} ${pair(at(12, -6))} ${pair(at(20))} ${pair(at(12, 6))}`, "vector-effect": "non-scaling-stroke" }),
    label("in", share(at(34)), px, "line"),
    label("out", share(at(-30)), px, "line"),
  ];
}

function handles(shape, index, px) {
  const corners = shape.corners.map((corner, at) => {
    const handle = svg("circle", {
      class: `handle ${shape.kind}`, cx: corner.x * size.width, cy: corner.y * size.height, r: 8 * px, tabindex: 0, role: "button", "data-handle": `${index}:${at}`, "vector-effect": "non-scaling-stroke",
      "aria-label": `${titleOf(shape)}, corner ${at + 1} of ${shape.corners.length}, ${percent(corner.x)} across, ${percent(corner.y)} down. Arrow keys move it, Delete removes it.`,
    });
    handle.addEventListener("keydown", event => keyOnCorner(event, shape, at));
    return handle;
  });
  const middles = shape.kind === "line" || index === open ? [] : shape.corners.map((corner, i) => {
    const middle = between(corner, shape.corners[(i + 1) % shape.corners.length]);
    return svg("circle", { class: "handle-more", cx: middle.x * size.width, cy: middle.y * size.height, r: 5 * px });
  });
  return [...middles, ...corners];
}

function drawShape(shape, index, px) {
  const isOpen = index === open;
  const points = shape.corners.map(place).join(" ");
  const body = svg(isOpen || shape.kind === "line" ? "polyline" : "polygon", { class: `shape ${shape.kind}${isOpen ? " open" : ""}`, points, "vector-effect": "non-scaling-stroke" });
  const middle = shape.corners.reduce((sum, one) => ({ x: sum.x + one.x / shape.corners.length, y: sum.y + one.y / shape.corners.length }), { x: 0, y: 0 });
  const extras = shape.kind === "line" ? (shape.corners.length === 2 ? arrow(shape, px) : []) : isOpen ? [] : [label(titleOf(shape), middle, px, shape.kind)];
  return [body, ...extras, ...handles(shape, index, px)];
}

const valueOf = key => {
  const field = find(`#${key}`);
  return field.value.trim() === "" ? Number(field.placeholder) : Number(field.value);
};

// Somebody is about 0.4 times as wide as tall.
function ghost(key, px) {
  const height = valueOf(key);
  if (!(height > 0 && height <= 1)) return [];
  const tall = height * size.height;
  const box = { x: foot.x * size.width - tall * 0.2, y: foot.y * size.height - tall, width: tall * 0.4, height: tall };
  return [svg("rect", { class: "ghost", ...box, "vector-effect": "non-scaling-stroke" }), label(key === "MinHeight" ? "lowest" : "greatest", { x: foot.x, y: clamp(foot.y - height) + ((key === "MinHeight" ? -12 : 14) * px) / size.height }, px, "ghost-label")];
}

function crosshair(px) {
  if (open < 0 || !cursor) return [];
  const [x, y] = [cursor.x * size.width, cursor.y * size.height];
  return [svg("path", { class: "crosshair", d: `M${x - 18 * px} ${y}H${x + 18 * px}M${x} ${y - 18 * px}V${y + 18 * px}`, "vector-effect": "non-scaling-stroke" })];
}

function draw() {
  const px = unit();
  const focused = document.activeElement?.getAttribute("data-handle");
  drawn.replaceChildren(...shapes.flatMap((shape, index) => drawShape(shape, index, px)), ...crosshair(px), ...(sizes ? [...ghost("MaxHeight", px), ...ghost("MinHeight", px)] : []));
  if (focused) drawn.querySelector(`[data-handle="${focused}"]`)?.focus({ preventScroll: true });
}

function row(shape) {
  const remove = html("button", { type: "button", className: "button button-small", textContent: "Delete", ariaLabel: `Delete ${titleOf(shape)}` });
  remove.addEventListener("click", () => {
    remember();
    shapes.splice(shapes.indexOf(shape), 1);
    write();
    show();
  });
  const line = html("li", {}, html("span", { className: `swatch ${shape.kind}` }));
  if (shape.raw !== undefined) {
    line.append(html("span", { className: "rule-row-name", textContent: `Not understood: ${shape.raw}` }));
  } else if (shape.kind === "line") {
    const name = html("input", { type: "text", value: shape.name, maxLength: 40, ariaLabel: "Name of this line", pattern: "[a-z0-9]([a-z0-9\\-]*[a-z0-9])?", autocapitalize: "none", spellcheck: false });
    name.addEventListener("input", () => {
      shape.name = name.value.trim().replace(/\s+/g, "-");
      write();
    });
    const turn = html("button", { type: "button", className: "button button-small", textContent: "Turn round", ariaLabel: `Turn line ${shape.name} round: swap in and out` });
    turn.addEventListener("click", () => {
      remember();
      shape.corners.reverse();
      write();
      show();
    });
    line.append(name, turn);
  } else {
    line.append(html("span", { className: "rule-row-name", textContent: `${titleOf(shape)}, ${shape.corners.length} corners` }));
  }

  line.append(remove);
  return line;
}

function hintOf(shape) {
  if (shape) {
    return shape.kind === "line"
      ? "Put the two ends of the line. Keys: arrows move the cross, Enter puts an end, Escape leaves."
      : `Put the corners of the ${shape.kind}, then its first corner again, or “Close shape”. Keys: arrows move the cross (finely with Shift), Enter puts a corner, Backspace takes it back, Escape leaves.`;
  }

  if (shapes.length === 0) return "People count everywhere. In a zone only who stands in it counts, in a mask nobody does; a line counts who crosses it.";
  return "Drag corners to move them; pull the dot between two corners for one more.";
}

function show() {
  const shape = shapes[open];
  picture.classList.toggle("drawing", Boolean(shape));
  find("[data-undo]").disabled = past.length === 0;
  find("[data-close]").hidden = !shape || shape.kind === "line";
  find("[data-close]").disabled = !shape || shape.corners.length < 3;
  find("[data-hint]").textContent = hintOf(shape);
  find("[data-list]").replaceChildren(...shapes.filter(one => one !== shape).map(row));
  draw();
}

function showSizes() {
  for (const output of form.querySelectorAll("[data-size-of]")) {
    const key = output.getAttribute("data-size-of") ?? "";
    const value = valueOf(key);
    output.textContent = /Height$/.test(key) && value >= 0 && value <= 1 ? `${percent(value)}, ${Math.round(value * size.height)} pixels here.` : "";
  }

  draw();
}

function start() {
  drawn.removeAttribute("transform");
  picture.setAttribute("tabindex", "0");
  find("[data-tools]").hidden = false;
  find("[data-sizes-hint]").hidden = false;
  form.querySelectorAll("[data-draw]").forEach(button => button.addEventListener("click", () => begin(/** @type {any} */ (button).dataset.draw)));
  find("[data-close]").addEventListener("click", finish);
  find("[data-undo]").addEventListener("click", undo);
  find("[data-sizes]").addEventListener("click", () => {
    sizes = !sizes;
    find("[data-sizes]").setAttribute("aria-pressed", String(sizes));
    draw();
  });
  picture.addEventListener("pointerdown", down);
  picture.addEventListener("pointermove", move);
  picture.addEventListener("pointerup", up);
  picture.addEventListener("pointercancel", up);
  picture.addEventListener("keydown", keyOnPicture);
  Object.values(texts).forEach(field => field.addEventListener("input", () => {
    changed = true;
    open = -1;
    cursor = null;
    read();
    show();
  }));
  form.addEventListener("input", () => {
    changed = true;
    showSizes();
  });
  form.addEventListener("submit", () => {
    abandon();
    changed = false;
  });
  addEventListener("beforeunload", event => {
    if (changed) event.preventDefault();
  });
  new ResizeObserver(draw).observe(picture);
  read();
  show();
  showSizes();
}

start();
