// Recording on demand. The device does it: what is shown here is what it says, also to a page that came later.
import { attempt, say, wish } from "./page.js";

const get = (id) => document.getElementById(id);
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export class Recording {
  constructor(name, settings, onEnded) {
    Object.assign(this, { name, onEnded, maximum: settings.recordingSeconds, seconds: null, fault: undefined });
    this.button = get("record");
    this.button.hidden = this.maximum === 0;
    this.button.addEventListener("click", () => attempt(async () => {
      this.button.disabled = true;
      this.fault = null;
      try {
        await wish(`/cameras/${name}/recording/${this.seconds === null ? "on" : "off"}`);
      } finally {
        this.button.disabled = false;
      }
    }));
  }

  show({ recording, recordingFault }) {
    const was = this.seconds;
    this.seconds = recording ?? null;
    const runs = this.seconds !== null;
    this.button.classList.toggle("recording", runs);
    if (runs !== (was !== null)) this.button.querySelector("span").textContent = runs ? "Stop recording" : "Record";
    get("recording").hidden = !runs;
    if (runs) get("recording-time").textContent = `${clock(this.seconds)} of ${clock(this.maximum)}`;
    // What failed before this page came is no news.
    if (recordingFault && this.fault !== undefined && recordingFault !== this.fault) say(`Not recorded: ${recordingFault}`, true);
    else if (was !== null && !runs && !recordingFault) this.onEnded();
    this.fault = recordingFault ?? null;
  }
}
