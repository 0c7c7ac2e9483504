// What lies over the picture: the box around what moved, zones, masks and lines, and the handles while they are drawn.

const SVG = "http://www.w3.org/2000/svg";

function make(tag, attributes, parent) {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
}

export class Marks {
  constructor(svg, canvas) {
    Object.assign(this, { svg, canvas, shapes: [], open: -1, editing: false, box: null });
    this.shapeLayer = make("g", {}, svg);
    this.boxLayer = make("g", {}, svg);
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  // Picture pixels per pixel of the screen: lines and handles are as large on every screen.
  get unit() {
    return this.canvas.width / Math.max(this.canvas.clientWidth, 1);
  }

  showBox(box) {
    this.box = box;
    this.drawBox();
  }

  draw() {
    const { width, height } = this.canvas;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.shapeLayer.replaceChildren();
    this.shapes.forEach((shape, index) => this.drawShape(shape, index));
    this.drawBox();
  }

  drawBox() {
    this.boxLayer.replaceChildren();
    if (!this.box || this.editing) return;
    const { width, height } = this.canvas;
    make("rect", {
      class: "box", "stroke-width": 2 * this.unit, rx: 3 * this.unit,
      x: this.box.left * width, y: this.box.top * height,
      width: (this.box.right - this.box.left) * width, height: (this.box.bottom - this.box.top) * height,
    }, this.boxLayer);
  }

  // The head of the arrow, and a short one across it: this way is in.
  drawArrow([from, to], index) {
    const { width, height } = this.canvas;
    const [dx, dy] = [(to.x - from.x) * width, (to.y - from.y) * height];
    const length = Math.max(Math.hypot(dx, dy), 1);
    const [ux, uy] = [(dx / length) * 14 * this.unit, (dy / length) * 14 * this.unit];
    const [x, y] = [to.x * width, to.y * height];
    const [mx, my] = [((from.x + to.x) / 2) * width, ((from.y + to.y) / 2) * height];
    for (const points of [
      `${x - ux - uy / 2},${y - uy + ux / 2} ${x},${y} ${x - ux + uy / 2},${y - uy - ux / 2}`,
      `${mx},${my} ${mx - uy * 1.5},${my + ux * 1.5}`,
    ]) make("polyline", { class: "line", points, "stroke-width": 2 * this.unit, "data-shape": index }, this.shapeLayer);
  }

  drawShape(shape, index) {
    const { width, height } = this.canvas;
    const unit = this.unit;
    const isOpen = index === this.open;
    const points = shape.corners.map((corner) => `${corner.x * width},${corner.y * height}`).join(" ");
    make(isOpen || shape.kind === "line" ? "polyline" : "polygon", { class: isOpen ? `${shape.kind} shape-open` : shape.kind, points, "stroke-width": 2 * unit, "data-shape": index }, this.shapeLayer);
    if (shape.kind === "line" && shape.corners.length === 2) this.drawArrow(shape.corners, index);
    if (this.editing) {
      shape.corners.forEach((corner, at) => make("circle", {
        class: isOpen && at === 0 ? "handle handle-first" : "handle", cx: corner.x * width, cy: corner.y * height, r: 8 * unit, "stroke-width": 2 * unit,
        "data-shape": index, "data-corner": at,
      }, this.shapeLayer));
    }
    if (!isOpen && shape.corners.length > 0) {
      const left = Math.min(...shape.corners.map((corner) => corner.x));
      const top = Math.min(...shape.corners.map((corner) => corner.y));
      make("text", { class: "shape-name", x: left * width + 8 * unit, y: Math.max(top * height + 20 * unit, 20 * unit), "font-size": 14 * unit, "stroke-width": 3 * unit }, this.shapeLayer).textContent = shape.name;
    }
  }
}
