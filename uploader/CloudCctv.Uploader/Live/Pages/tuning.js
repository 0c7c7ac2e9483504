// What counts as motion: the mode, and the numbers that belong to it. Tried at once, saved when asked.
import { attempt, element, say, wish } from "./page.js";
import { MODES } from "./modes.js";

const STEPS = 1000;
const MIDDLE = 50;
const get = (id) => document.getElementById(id);
const at = (options, key) => key.split(".").reduce((inner, part) => inner?.[part], options);

// A share of the picture is mostly tiny, and so are differences: give the left half of the slider to the first eighth.
const curve = (knob) => (knob.key === "sensitivity" || knob.key === "threshold" || knob.key === "runningAverage.threshold" ? 1 : 3);
const toValue = (knob, step) => {
  const value = knob.minimum + (knob.maximum - knob.minimum) * (step / STEPS) ** curve(knob);
  return knob.whole ? Math.round(value) : Number(value.toPrecision(3));
};
const toStep = (knob, value) => Math.round(STEPS * ((value - knob.minimum) / (knob.maximum - knob.minimum)) ** (1 / curve(knob)));
const shown = (knob, value) => (knob.key.endsWith("Area") ? `${Number((value * 100).toPrecision(2))} %` : `${Number(value.toPrecision(3))}`);

export class Tuning {
  constructor(name, settings, onChanged) {
    Object.assign(this, { name, onChanged, all: settings.knobs, canSave: settings.canSave, motion: settings.motion, touched: new Map(), rows: [], timer: 0 });
    this.saveButton = get("save-knobs");
    this.saveButton.addEventListener("click", () => this.send(true));
    get("reset-knobs").addEventListener("click", () => this.reset());
    get("mode").append(...Object.entries(MODES).map(([value, mode]) => element("option", { value, textContent: mode.label })));
    get("mode").addEventListener("change", () => {
      this.touched.set("mode", get("mode").value);
      this.show();
      this.changed();
    });
    if (!settings.canSave) {
      get("knob-hint").textContent =
        "Changes act at once. There is nothing to save to: the uploader was started without --config, so all is back at its old values after a restart.";
    }
    this.show();
  }

  value(key) {
    return this.touched.get(key) ?? at(this.motion, key);
  }

  show() {
    const mode = this.value("mode");
    get("mode").value = mode;
    get("mode-hint").textContent = MODES[mode].hint;
    this.rows = this.all.filter((knob) => knob.modes.includes(mode)).map((knob) => this.row(knob));
    get("knobs").replaceChildren(...this.rows.map((row) => row.element));
    this.showNumbers();
  }

  row(knob) {
    const slider = element("input", { type: "range", min: 0, max: STEPS, value: toStep(knob, this.value(knob.key)), id: `knob-${knob.key.replace(".", "-")}` });
    const output = element("output", {});
    const main = knob.key === "sensitivity";
    if (main) Object.assign(slider, { min: knob.minimum, max: knob.maximum, value: this.value(knob.key) });
    slider.addEventListener("input", () => {
      this.touched.set(knob.key, main ? Number(slider.value) : toValue(knob, Number(slider.value)));
      this.showNumbers();
      this.changed();
    });
    const label = element("label", { htmlFor: slider.id, textContent: knob.label });
    return { knob, slider, output, element: element("div", { className: main ? "knob main" : "knob" }, label, output, slider) };
  }

  // Beside each number what the sensitivity makes of it, as the device has worked it out.
  showNumbers() {
    for (const { knob, slider, output } of this.rows) {
      const value = this.value(knob.key);
      const effective = at(this.motion.effective, knob.key);
      const scaled = knob.key !== "sensitivity" && this.motion.sensitivity !== MIDDLE && !this.waiting && shown(knob, effective) !== shown(knob, value);
      const text = scaled ? `${shown(knob, value)} → ${shown(knob, effective)}` : shown(knob, value);
      output.textContent = text;
      slider.setAttribute("aria-valuetext", text);
    }
  }

  reset() {
    for (const { knob } of this.rows) this.touched.set(knob.key, knob.default);
    this.show();
    this.changed();
  }

  changed() {
    this.saveButton.disabled = !this.canSave;
    this.waiting = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(false), 350);
  }

  async send(save) {
    clearTimeout(this.timer);
    const motion = Object.fromEntries(this.touched);
    await attempt(async () => {
      this.motion = await wish(`/cameras/${this.name}/motion`, { motion, save });
      this.waiting = false;
      this.showNumbers();
      this.onChanged(this.motion);
      if (save) {
        this.touched.clear();
        this.saveButton.disabled = true;
        say("Saved in the settings file.");
      }
    });
  }
}
