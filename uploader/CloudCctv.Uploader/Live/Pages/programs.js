// Where else there is something of this camera: addresses for other programs, as they are from here, and the gallery.
import { element } from "./page.js";

export function listPrograms(name, list) {
  const socket = location.origin.replace(/^http/, "ws");
  const rows = [
    [`${location.origin}/cameras/${name}/image.jpg`, "the newest picture"],
    [`${location.origin}/cameras/${name}/video_feed`, "MJPEG"],
    [`${socket}/cameras/${name}/ws`, "WebSocket: for each picture a text message (JSON), then the JPEG"],
    [`${location.origin}/cameras/${name}/recording/on`, "POST begins a recording, …/off ends it"],
  ];
  list.replaceChildren(...rows.map(([address, what]) => element("li", {}, element("code", { textContent: address }), what)));
}

// Where pictures with people are; ":8080" is a port of the computer that this page comes from.
export function linkPeople(gallery, link) {
  if (!gallery) return;
  link.href = gallery.startsWith(":") ? `http://${location.hostname}${gallery}/` : gallery;
  link.hidden = false;
}
