// Tries an address. It goes out in a message, not in a URL: it may hold a password.
import { painter } from "./stream.js";

const get = (id) => document.getElementById(id);
const paint = painter(get("picture"), () => {
  get("stage").hidden = false;
});
let socket = null;

function tell(text, bad) {
  get("message").hidden = !text;
  get("message").textContent = text;
  get("message").classList.toggle("bad", bad);
}

function idle() {
  socket = null;
  get("go").textContent = "Connect";
}

function stop() {
  const old = socket;
  idle();
  old.onmessage = old.onclose = null;
  old.close();
  tell("Stopped.", false);
}

function start(address) {
  get("stage").hidden = true;
  get("go").textContent = "Stop";
  tell("Connecting…", false);
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/probe`);
  socket.binaryType = "blob";
  socket.onopen = () => socket.send(address);
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") {
      const last = JSON.parse(data);
      tell(last.problem ?? last.end, Boolean(last.problem));
      socket.onclose = idle;
    } else {
      paint(data);
      tell("This address works. Write it into the settings as the camera’s source.", false);
    }
  };
  socket.onclose = () => {
    tell("The connection to the device broke off.", true);
    idle();
  };
}

get("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (socket) stop();
  else start(get("address").value.trim());
});
