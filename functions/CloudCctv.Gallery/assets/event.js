// @ts-check
// The pictures of an event one after the other in one place. Without this, each has its own page.

const drawing = "http://www.w3.org/2000/svg";

/** @typedef {{ box: { left: number, top: number, right: number, bottom: number }, title: string }} DrawnBox */

document.querySelectorAll("[data-needs-script]").forEach(one => { /** @type {HTMLElement} */ (one).hidden = false; });

/** @param {HTMLElement} viewer */
function open(viewer) {
  const frames = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("[data-frame]")]);
  const stage = /** @type {SVGSVGElement} */ (viewer.querySelector(".boxed"));
  const scrubber = /** @type {HTMLInputElement} */ (viewer.querySelector("[data-scrubber]"));
  const play = /** @type {HTMLButtonElement} */ (viewer.querySelector("[data-play]"));
  const boxes = /** @type {HTMLButtonElement} */ (viewer.querySelector("[data-boxes-switch]"));
  /** @type {number | undefined} */
  let playing;

  /** @param {string} mark @param {string} text */
  const write = (mark, text) => { const one = viewer.querySelector(mark); if (one) { one.textContent = text; } };

  /** @param {DrawnBox} one @param {number} width @param {number} height */
  function draw(one, width, height) {
    const [rect, title] = [document.createElementNS(drawing, "rect"), document.createElementNS(drawing, "title")];
    rect.setAttribute("x", String(one.box.left * width));
    rect.setAttribute("y", String(one.box.top * height));
    rect.setAttribute("width", String((one.box.right - one.box.left) * width));
    rect.setAttribute("height", String((one.box.bottom - one.box.top) * height));
    rect.setAttribute("vector-effect", "non-scaling-stroke");
    title.textContent = one.title;
    rect.append(title);
    return rect;
  }

  /** @param {number} number From 0. */
  function show(number) {
    const at = Math.min(frames.length - 1, Math.max(0, number));
    const frame = frames[at];
    const small = /** @type {HTMLImageElement} */ (frame.querySelector("img"));
    const [width, height] = [Number(small.getAttribute("width")), Number(small.getAttribute("height"))];
    const address = frame.dataset.original ?? "";
    stage.setAttribute("viewBox", `0 0 ${width} ${height}`);
    stage.setAttribute("aria-label", small.alt);
    const image = document.createElementNS(drawing, "image");
    image.setAttribute("href", address);
    image.setAttribute("width", String(width));
    image.setAttribute("height", String(height));
    stage.replaceChildren(image, ...(/** @type {DrawnBox[]} */ (JSON.parse(frame.dataset.boxes ?? "[]"))).map(one => draw(one, width, height)));

    scrubber.value = String(at + 1);
    const time = frame.querySelector("time");
    scrubber.setAttribute("aria-valuetext", `${at + 1} of ${frames.length}, ${time?.textContent ?? ""}`);
    write("[data-count]", `${at + 1} of ${frames.length}`);
    write("[data-seen]", frame.querySelector("[data-frame-seen]")?.textContent ?? "");
    if (time) {
      viewer.querySelector("[data-time]")?.replaceChildren(time.cloneNode(true));
    }

    viewer.querySelector("[data-download]")?.setAttribute("href", `${address}?download=true`);
    viewer.querySelector("[data-open]")?.setAttribute("href", frame.getAttribute("href") ?? "");
    frames.forEach(one => one === frame ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current"));
    // The next one is likely to be wanted.
    const next = frames[at + 1]?.dataset.original;
    if (next) {
      new Image().src = next;
    }
  }

  const at = () => Number(scrubber.value) - 1;

  function stop() {
    clearInterval(playing);
    playing = undefined;
    play.setAttribute("aria-pressed", "false");
  }

  function turnPlay() {
    if (playing !== undefined) {
      stop();
      return;
    }

    play.setAttribute("aria-pressed", "true");
    show(at() >= frames.length - 1 ? 0 : at());
    playing = setInterval(() => at() >= frames.length - 1 ? stop() : show(at() + 1), 400);
  }

  function turnBoxes() {
    const on = boxes.getAttribute("aria-pressed") !== "true";
    boxes.setAttribute("aria-pressed", String(on));
    stage.classList.toggle("boxed-off", !on);
  }

  /** @param {number} by */
  const step = by => { stop(); show(at() + by); };

  scrubber.addEventListener("input", () => { stop(); show(at()); });
  play.addEventListener("click", turnPlay);
  boxes.addEventListener("click", turnBoxes);
  viewer.querySelectorAll("[data-step]").forEach(one => one.addEventListener("click", () => step(Number(one.getAttribute("data-step")))));
  swipes(viewer.querySelector("[data-stage]"), step);
  keys({
    ArrowLeft: () => step(-1), k: () => step(-1), ArrowRight: () => step(1), j: () => step(1), b: turnBoxes, p: turnPlay,
    s: () => /** @type {HTMLElement | null} */ (document.querySelector(".event-actions .star"))?.click(),
    x: () => /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-delete]"))?.requestSubmit(),
  });
}

/** A page of one picture: neighbours are links. */
function openPicture() {
  /** @param {string} rel */
  const go = rel => /** @type {HTMLAnchorElement | null} */ (document.querySelector(`.stage-bar a[rel="${rel}"]`))?.click();
  const earlier = () => go("prev"), later = () => go("next");
  keys({ ArrowLeft: earlier, k: earlier, ArrowRight: later, j: later });
  swipes(document.querySelector(".stage"), by => by < 0 ? earlier() : later());
}

/** @param {Record<string, () => void>} deeds */
function keys(deeds) {
  document.addEventListener("keydown", event => {
    const target = /** @type {HTMLElement} */ (event.target);
    const deed = deeds[event.key];
    if (deed && !event.ctrlKey && !event.metaKey && !event.altKey && !target.matches("input, select, textarea")) {
      event.preventDefault();
      deed();
    }
  });
}

/**
 * @param {Element | null} where
 * @param {(by: number) => void} step
 */
function swipes(where, step) {
  const least = 40;
  /** @type {Touch | null} */
  let start = null;
  where?.addEventListener("touchstart", event => { const touches = /** @type {TouchEvent} */ (event).touches; start = touches.length === 1 ? touches[0] : null; }, { passive: true });
  where?.addEventListener("touchend", event => {
    const end = /** @type {TouchEvent} */ (event).changedTouches[0];
    if (start && Math.abs(end.clientX - start.clientX) > least && Math.abs(end.clientX - start.clientX) > 2 * Math.abs(end.clientY - start.clientY)) {
      step(end.clientX < start.clientX ? 1 : -1);
    }

    start = null;
  }, { passive: true });
}

/** @param {HTMLInputElement} link */
function offerCopy(link) {
  document.querySelector("[data-copy]")?.addEventListener("click", async () => {
    link.select();
    const copied = await navigator.clipboard?.writeText(link.value).then(() => true, () => false);
    const told = document.querySelector("[data-copied]");
    if (told) {
      told.textContent = copied ? "Copied." : "Marked: copy it with your device's own way.";
    }
  });
}

const viewer = /** @type {HTMLElement | null} */ (document.querySelector("[data-viewer]"));
const link = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-link]"));
if (viewer) {
  open(viewer);
} else if (link) {
  offerCopy(link);
} else {
  openPicture();
}
