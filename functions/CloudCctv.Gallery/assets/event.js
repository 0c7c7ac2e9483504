// @ts-check
// The pictures of an event one after the other in one place. Without this, each has its own page.

const drawing = "http://www.w3.org/2000/svg";

/** @typedef {{ box: { left: number, top: number, right: number, bottom: number }, title: string }} DrawnBox */

/** What belongs together: a frame that is chosen moves the film, a film that plays moves the frames. */
const together = new EventTarget();
const frameChosen = "frame-chosen", filmMoved = "film-moved";

/** @param {ParentNode} where */
const unhide = where => where.querySelectorAll("[data-needs-script]").forEach(one => { /** @type {HTMLElement} */ (one).hidden = false; });
unhide(document);

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

  /**
   * @param {number} number From 0.
   * @param {boolean} chosen Whether somebody wanted this frame.
   */
  function show(number, chosen = true) {
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

    if (chosen) {
      together.dispatchEvent(new CustomEvent(frameChosen, { detail: timeOf(frame) }));
    }
  }

  /** @param {number} time Milliseconds since 1970: shows what was to be seen then. */
  function follow(time) {
    const late = frames.findIndex(frame => timeOf(frame) > time);
    const now = Math.max(0, (late < 0 ? frames.length : late) - 1);
    if (now !== at()) {
      show(now, false);
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
  frames.forEach((frame, number) => frame.addEventListener("click", event => {
    // With a film, a picture in the list is a place in it; its own page is behind "Details".
    const film = document.querySelector("[data-film]");
    if (film && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      stop();
      show(number);
      film.scrollIntoView({ block: "nearest" });
    }
  }));
  together.addEventListener(filmMoved, event => { stop(); follow(/** @type {CustomEvent} */ (event).detail); });
  swipes(viewer.querySelector("[data-stage]"), step);
  keys({
    ArrowLeft: () => step(-1), k: () => step(-1), ArrowRight: () => step(1), j: () => step(1), b: turnBoxes, p: turnPlay,
    s: () => /** @type {HTMLElement | null} */ (document.querySelector(".event-actions .star"))?.click(),
    x: () => /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-delete]"))?.requestSubmit(),
  });
}

/** @param {Element} frame When it was taken, milliseconds since 1970. */
const timeOf = frame => Date.parse(frame.querySelector("time")?.dateTime ?? "");

/**
 * The clip: speeds, single steps, and together with the pictures.
 * @param {HTMLElement} figure
 */
function openFilm(figure) {
  // A moment, so that what is rounded does not fall before its frame.
  const grain = 0.02, stepLength = 0.1;
  const film = /** @type {HTMLVideoElement} */ (figure.querySelector("video"));
  const start = Number(film.dataset.start);
  const speeds = [...figure.querySelectorAll("[data-speed]")];
  // While it goes where a chosen frame wants it, the frames do not follow it.
  let led = false;

  /** @param {Element} button */
  function speed(button) {
    film.playbackRate = Number(button.getAttribute("data-speed"));
    speeds.forEach(one => one.setAttribute("aria-pressed", String(one === button)));
  }

  /** @param {number} seconds */
  function go(seconds) {
    film.pause();
    film.currentTime = Math.min(Math.max(0, seconds), film.duration || 0);
  }

  const tell = () => led || film.readyState === 0 || together.dispatchEvent(new CustomEvent(filmMoved, { detail: start + (film.currentTime + grain) * 1000 }));
  /** @param {number} by */
  const step = by => go(film.currentTime + by * stepLength);

  unhide(figure);
  speeds.forEach(one => one.addEventListener("click", () => speed(one)));
  figure.querySelectorAll("[data-film-step]").forEach(one => one.addEventListener("click", () => step(Number(one.getAttribute("data-film-step")))));
  film.addEventListener("timeupdate", () => film.paused || tell());
  film.addEventListener("seeked", () => { tell(); led = false; });
  film.addEventListener("play", () => { led = false; });
  together.addEventListener(frameChosen, event => {
    if (film.readyState > 0) {
      led = true;
      go((/** @type {CustomEvent} */ (event).detail - start) / 1000);
    }
  });
  keys({ ",": () => step(-1), ".": () => step(1) });
}

/**
 * Looks again and again where the clip is, until that is settled.
 * @param {HTMLElement} panel
 */
function awaitFilm(panel) {
  const [first, most, growth] = [3000, 20000, 1.2];

  /** @param {number} wait Milliseconds. */
  async function look(wait) {
    const theirs = document.hidden ? null : await load(panel.dataset.clipWait ?? "");
    if (!theirs || theirs.dataset.clip === panel.dataset.clip) {
      tell(theirs);
      setTimeout(() => void look(Math.min(most, wait * growth)), wait);
      return;
    }

    const mine = document.importNode(theirs, true);
    panel.replaceWith(mine);
    const film = /** @type {HTMLElement | null} */ (mine.querySelector("[data-film]"));
    if (film) {
      openFilm(film);
    }
  }

  /**
   * Why it still waits. The button stays where it is, and with it whoever is about to press it.
   * @param {HTMLElement | null} theirs
   */
  function tell(theirs) {
    const [now, then] = [theirs?.querySelector("p"), panel.querySelector("p")];
    if (theirs && now && then && theirs.dataset.clipWhy !== panel.dataset.clipWhy) {
      panel.dataset.clipWhy = theirs.dataset.clipWhy;
      then.replaceWith(document.importNode(now, true));
    }
  }

  setTimeout(() => void look(first), first);
}

/**
 * @param {string} address
 * @returns {Promise<HTMLElement | null>} Null if it cannot be had.
 */
async function load(address) {
  const answer = await fetch(address, { headers: { accept: "text/html" } }).catch(() => null);
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-clip]") : null;
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
    if (deed && !event.ctrlKey && !event.metaKey && !event.altKey && !target.matches("input, select, textarea") && !(target.matches("video") && event.key.startsWith("Arrow"))) {
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
const film = /** @type {HTMLElement | null} */ (document.querySelector("[data-film]"));
const wanted = /** @type {HTMLElement | null} */ (document.querySelector("[data-clip-wait]"));
if (film) {
  openFilm(film);
}

if (wanted) {
  awaitFilm(wanted);
}

if (viewer) {
  open(viewer);
} else if (link) {
  offerCopy(link);
} else {
  openPicture();
}
