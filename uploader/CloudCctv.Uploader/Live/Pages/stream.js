// Pictures and what the gate saw in them, from a WebSocket; opened again when it breaks, closed while nobody looks.
import { ask } from "./page.js";

// Draws the newest picture and leaves out those that came while one was being decoded.
export function painter(canvas, onPainted = () => {}) {
  const context = canvas.getContext("2d", { alpha: false });
  let waiting = null;
  let busy = false;
  return async (blob) => {
    waiting = blob;
    if (busy) return;
    busy = true;
    while (waiting) {
      const next = waiting;
      waiting = null;
      const picture = await createImageBitmap(next).catch(() => null);
      if (!picture) continue;
      if (canvas.width !== picture.width || canvas.height !== picture.height) {
        canvas.width = picture.width;
        canvas.height = picture.height;
      }
      context.drawImage(picture, 0, 0);
      picture.close();
      onPainted();
    }
    busy = false;
  };
}

export function watch(name, { onStatus, onPicture, onBroken }) {
  const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/cameras/${name}/ws`;
  let socket = null;
  let timer = 0;

  function open() {
    clearTimeout(timer);
    if (socket || document.hidden) return;
    const mine = new WebSocket(address);
    socket = mine;
    mine.binaryType = "blob";
    mine.onmessage = ({ data }) => (typeof data === "string" ? onStatus(JSON.parse(data)) : onPicture(data));
    mine.onclose = () => {
      if (socket !== mine) return;
      socket = null;
      if (document.hidden) return;
      onBroken();
      // Leads to the form if the session has ended.
      ask(`/cameras/${name}/settings`).catch(() => {});
      timer = setTimeout(open, 2000);
    };
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      open();
    } else if (socket) {
      const old = socket;
      socket = null;
      old.close();
    }
  });
  open();
}
