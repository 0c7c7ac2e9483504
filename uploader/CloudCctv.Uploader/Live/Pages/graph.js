// The score of the last minute. The scale is of square roots: a person far away is a thousandth of the picture, a car a tenth.

const SECONDS = 60;

export function inside(corners, x, y) {
  let result = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [a, b] = [corners[i], corners[j]];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) result = !result;
  }
  return result;
}

// Scores are shares of the watched area, the smallest area is a share of the picture.
function watchedShare({ zones, masks }) {
  const steps = 40;
  let watched = 0;
  for (let i = 0; i < steps * steps; i++) {
    const [x, y] = [(i % steps + 0.5) / steps, (Math.floor(i / steps) + 0.5) / steps];
    const wanted = zones.length === 0 || zones.some((zone) => inside(zone.corners, x, y));
    watched += wanted && !masks.some((mask) => inside(mask.corners, x, y)) ? 1 : 0;
  }
  return Math.max(watched, 1) / (steps * steps);
}

export class Graph {
  constructor(canvas) {
    this.canvas = canvas;
    this.points = [];
    this.limit = 0;
    this.drawing = false;
  }

  set motion(settings) {
    // The other modes compare a mean of all points instead.
    const heeded = settings.mode === "adaptive" || settings.mode === "runningAverage";
    this.limit = heeded ? Math.min(1, settings.effective.minimumArea / watchedShare(settings)) : 0;
    this.draw();
  }

  add(score, motion) {
    const now = performance.now() / 1000;
    this.points.push({ time: now, score, motion });
    while (this.points.length > 0 && this.points[0].time < now - SECONDS) this.points.shift();
    this.draw();
  }

  draw() {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.paint();
    });
  }

  paint() {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    const now = performance.now() / 1000;
    const top = Math.max(this.limit * 4, 0.004, ...this.points.map((point) => point.score * 1.15));
    const y = (score) => height - 3 - Math.sqrt(Math.min(score / top, 1)) * (height - 22);
    const x = (time) => width - ((now - time) / SECONDS) * width;

    context.fillStyle = "#3a4450";
    for (let second = 10; second < SECONDS; second += 10) context.fillRect(x(now - second), height - 8, 1, 8);
    for (const point of this.points.filter((one) => one.score > 0)) {
      context.fillStyle = point.motion ? "#ffb454" : "#66717d";
      context.fillRect(x(point.time) - 1, y(point.score), 2.5, height - y(point.score));
    }
    if (this.limit > 0) this.paintLimit(context, width, y(this.limit));
  }

  paintLimit(context, width, y) {
    context.strokeStyle = "#6bd896";
    context.setLineDash([5, 5]);
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
    context.setLineDash([]);
    context.font = "12px system-ui, sans-serif";
    const text = "smallest area that counts";
    context.fillStyle = "#0f1215cc";
    context.fillRect(6, y - 19, context.measureText(text).width + 8, 17);
    context.fillStyle = "#6bd896";
    context.fillText(text, 10, y - 6);
  }
}
