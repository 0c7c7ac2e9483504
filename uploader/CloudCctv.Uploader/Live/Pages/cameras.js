// The list: a still of each camera, renewed every two seconds while somebody looks.
import { ask, element, showState, wish } from "./page.js";

const cards = document.getElementById("cards");
const shown = new Map();

function cardFor(camera) {
  const image = element("img", { alt: "" });
  const empty = element("span", { textContent: "No picture yet" });
  const chip = element("span", { className: "chip" });
  const card = element("a", { className: "card", href: `/cameras/${camera.name}` },
    element("div", { className: "card-picture" }, empty, image, chip),
    element("div", { className: "card-text" },
      element("strong", { textContent: camera.name }), element("span", { className: "hint", textContent: camera.status.fault ?? camera.source })));
  image.hidden = true;
  image.addEventListener("load", () => { image.hidden = false; });
  image.addEventListener("error", () => { image.hidden = true; empty.textContent = "No picture"; });
  cards.append(card);
  return { image, chip };
}

// One after the other: a camera that gives nothing must not have ten requests waiting.
async function renewPicture(name, card) {
  for (;;) {
    if (!document.hidden) {
      const next = new Promise((done) => {
        card.image.addEventListener("load", done, { once: true });
        card.image.addEventListener("error", done, { once: true });
      });
      card.image.src = `/cameras/${name}/image.jpg?at=${Date.now()}`;
      await next;
    }
    await new Promise((done) => { setTimeout(done, 2000); });
  }
}

async function renew() {
  const cameras = await ask("/cameras");
  for (const camera of cameras) {
    if (!shown.has(camera.name)) {
      shown.set(camera.name, cardFor(camera));
      renewPicture(camera.name, shown.get(camera.name));
    }
    showState(shown.get(camera.name).chip, camera.status);
  }
}

document.getElementById("sign-out").addEventListener("click", async () => {
  await wish("/sign-out");
  location.assign("/sign-in");
});

for (;;) {
  if (!document.hidden) {
    await renew().catch(() => shown.forEach((card) => showState(card.chip, { state: "link", text: "No connection" })));
  }
  await new Promise((done) => { setTimeout(done, 1000); });
}
