// The addresses of this camera that other programs may ask for, as they are from here.
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
