// @ts-check
// A day that goes on by itself, takes in what is new, and is walked by keys. Without this there are links for all of it.

const parts = /** @type {HTMLElement | null} */ (document.querySelector("[data-parts]"));
const pager = /** @type {HTMLElement | null} */ (document.querySelector("[data-pager]"));

/**
 * @param {string} address
 * @returns {Promise<Document | null>} Null if the page cannot be had, or the session is over.
 */
async function load(address) {
  const answer = await fetch(address, { headers: { accept: "text/html" } }).catch(() => null);
  return answer?.ok && !new URL(answer.url).pathname.startsWith("/sign-in")
    ? new DOMParser().parseFromString(await answer.text(), "text/html")
    : null;
}

/** @param {ParentNode} where @param {string} event */
const itemOf = (where, event) => where.querySelector(`[data-event="${CSS.escape(event)}"]`);

/** @param {Element} item What a reader sees of it. */
const looks = item => item.querySelector(".card-text")?.textContent + "|" + item.querySelector("img")?.getAttribute("src");

/**
 * Puts the cards of another page's day into this page: older ones after, newer ones before what is there.
 * @param {Element} theirs
 * @param {boolean} newer
 * @returns {Element[]} What is new.
 */
function merge(theirs, newer) {
  if (!parts) {
    return [];
  }

  const mine = parts.querySelector(`[data-day="${CSS.escape(theirs.getAttribute("data-day") ?? "")}"]`);
  if (!mine) {
    parts.querySelector(".empty")?.remove();
    const whole = /** @type {Element} */ (document.importNode(theirs, true));
    parts[newer ? "prepend" : "append"](whole);
    return [...whole.querySelectorAll("[data-event]")];
  }

  const list = /** @type {Element} */ (mine.querySelector(".cards"));
  const first = list.firstElementChild;
  const added = [];
  for (const item of theirs.querySelectorAll("[data-event]")) {
    const known = itemOf(list, item.getAttribute("data-event") ?? "");
    const copy = /** @type {Element} */ (document.importNode(item, true));
    if (!known) {
      list.insertBefore(copy, newer ? first : null);
      added.push(copy);
    } else if (newer && looks(known) !== looks(item) && !known.contains(document.activeElement)) {
      known.replaceWith(copy);
    }
  }

  return added;
}

// Older ones, when the end comes into view.

/** @param {HTMLAnchorElement} link */
function goOnAt(link) {
  const watch = new IntersectionObserver(async seen => {
    if (!seen.some(one => one.isIntersecting)) {
      return;
    }

    watch.disconnect();
    link.setAttribute("aria-busy", "true");
    const page = await load(link.href);
    link.removeAttribute("aria-busy");
    if (!page) {
      return; // The link is still there to be clicked.
    }

    page.querySelectorAll(".day-part").forEach(one => merge(one, false));
    const next = /** @type {HTMLAnchorElement | null} */ (page.querySelector("[data-older]"));
    if (next) {
      link.href = next.getAttribute("href") ?? "";
      goOnAt(link);
    } else {
      link.remove();
    }
  }, { rootMargin: "600px" });
  watch.observe(link);
}

// New ones, as they come.

async function refresh() {
  const page = await load(location.href);
  if (!page) {
    return;
  }

  if (!parts) {
    location.reload(); // The page that says that nothing was seen yet.
    return;
  }

  const added = [...page.querySelectorAll(".day-part")].reverse().flatMap(one => merge(one, true));
  for (const mark of ["[data-timeline]", "[data-lead]"]) {
    const [mine, theirs] = [document.querySelector(mark), page.querySelector(mark)];
    if (mine && theirs && !mine.contains(document.activeElement)) {
      mine.replaceChildren(...document.importNode(theirs, true).childNodes);
    }
  }

  added.forEach(one => one.classList.add("card-arrived"));
  const news = document.querySelector("[data-news]");
  if (news && added.length > 0) {
    news.textContent = added.length === 1 ? `New: ${added[0].querySelector("img")?.alt ?? "an event"}` : `${added.length} new events`;
  }
}

/** @param {string} stream @param {string} newest Where the same is to be had by asking. */
function follow(stream, newest) {
  const patience = 8_000, between = 10_000;
  /** @type {string | null} */
  let known = null;
  let busy = Promise.resolve();
  /** @param {string} now */
  const hear = now => {
    // The first word says where we are already; but something may have come since the page was made.
    if (known !== now && now !== "") {
      known = now;
      busy = busy.then(refresh);
    }
  };

  const ask = async () => {
    if (!document.hidden) {
      const answer = await fetch(newest).catch(() => null);
      if (answer?.ok && !answer.redirected) {
        hear(await answer.text());
      }
    }

    setTimeout(ask, between);
  };

  const source = new EventSource(stream);
  let asking = false;
  const askInstead = () => {
    if (!asking) {
      asking = true;
      source.close();
      void ask();
    }
  };

  // Whatever stands between may hold a stream back.
  const doubt = setTimeout(askInstead, patience);
  source.addEventListener("sighting", event => {
    clearTimeout(doubt);
    hear(event.data);
  });
  source.addEventListener("error", () => source.readyState === EventSource.CLOSED && askInstead());
}

// Keys.

/** @param {number} by */
function walk(by) {
  const cards = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".card")]);
  const here = cards.findIndex(one => one === document.activeElement || one.parentElement?.contains(document.activeElement));
  const next = cards[here < 0 ? 0 : Math.min(cards.length - 1, Math.max(0, here + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", event => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, select, textarea")) {
    return;
  }

  const item = document.activeElement?.closest(".card-item");
  switch (event.key) {
    case "j": walk(1); break;
    case "k": walk(-1); break;
    case "s": /** @type {HTMLElement | null} */ (item?.querySelector(".star"))?.click(); break;
    case "x": {
      const address = item?.querySelector(".card")?.getAttribute("data-delete");
      if (address) {
        location.assign(address);
      }

      break;
    }
    case "f": /** @type {HTMLElement | null} */ (document.querySelector(".filter summary"))?.click(); break;
    default: return;
  }

  event.preventDefault();
});

// An address says only what was chosen.
document.querySelector("[data-filter]")?.addEventListener("submit", event => {
  for (const field of /** @type {HTMLFormElement} */ (event.target).querySelectorAll("select, input")) {
    const one = /** @type {HTMLInputElement} */ (field);
    one.disabled = one.value === "";
  }
});

const older = /** @type {HTMLAnchorElement | null} */ (pager?.querySelector("[data-older]") ?? null);
if (older) {
  goOnAt(older);
}

const live = /** @type {HTMLElement | null} */ (document.querySelector("[data-live]"));
if (live?.dataset.live) {
  follow(live.dataset.live, live.dataset.newest ?? "");
}
