// @ts-check
// What every page has: colours, and stars that do not reload the page. All of it is a nicety: pages do without.
(() => {
  const key = "cctv-colours";
  const root = document.documentElement;

  /** @returns {string | null} "dark", "light", or null for what the device says. */
  function remembered() {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // A browser that keeps nothing.
    }
  }

  /** @param {string | null} colours */
  function show(colours) {
    if (colours === "dark" || colours === "light") {
      root.dataset.colours = colours;
    } else {
      delete root.dataset.colours;
    }
  }

  function turn() {
    const dark = root.dataset.colours ? root.dataset.colours === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const next = dark ? "light" : "dark";
    show(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      // It lasts for this page.
    }
  }

  /**
   * Sends a star's form and turns its button.
   * @param {HTMLFormElement} form
   */
  async function star(form) {
    const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
    const wanted = /** @type {HTMLInputElement} */ (form.elements.namedItem("starred"));
    const fields = new URLSearchParams();
    new FormData(form).forEach((value, name) => fields.append(name, String(value)));
    button.disabled = true;
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => null);
    button.disabled = false;
    if (answer?.type !== "opaqueredirect") {
      form.submit(); // The page that comes says what is wrong.
      return;
    }

    button.setAttribute("aria-pressed", String(wanted.value === "yes"));
    wanted.value = wanted.value === "yes" ? "no" : "yes";
    button.focus();
  }

  show(remembered());
  document.addEventListener("submit", event => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.matches("[data-star]")) {
      event.preventDefault();
      void star(form);
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-theme-switch]"));
    if (button) {
      button.hidden = false;
      button.addEventListener("click", turn);
    }
  });
})();
