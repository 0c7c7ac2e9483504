// Sliders for the motion settings: tried at once, saved when asked.
import { attempt, element, say, wish } from "./page.js";

const STEPS = 1000;

// A share of the picture is mostly tiny: give the left half of the slider to the first eighth.
const curve = (knob) => (knob.whole || knob.maximum > 1 ? 1 : 3);
const toValue = (knob, step) => {
  const value = knob.minimum + (knob.maximum - knob.minimum) * (step / STEPS) ** curve(knob);
  return knob.whole ? Math.round(value) : Number(value.toPrecision(3));
};
const toStep = (knob, value) => Math.round(STEPS * ((value - knob.minimum) / (knob.maximum - knob.minimum)) ** (1 / curve(knob)));
const shown = (knob, value) => (knob.key.endsWith("Area") ? `${Number((value * 100).toPrecision(2))} %` : `${value}`);

export class Tuning {
  constructor(name, settings, onChanged) {
    Object.assign(this, { name, onChanged, knobs: [], timer: 0 });
    this.saveButton = document.getElementById("save-knobs");
    document.getElementById("knobs").append(...settings.knobs.map((knob) => this.row(knob, settings.motion[knob.key] ?? knob.default)));
    this.saveButton.addEventListener("click", () => this.send(true));
    document.getElementById("reset-knobs").addEventListener("click", () => {
      this.knobs.forEach((one) => one.set(one.knob.default));
      this.changed();
    });
    if (!settings.canSave) {
      document.getElementById("knob-hint").textContent =
        "Sliders act at once. There is nothing to save to: the uploader was started without --config, so they are back at their old values after a restart.";
    }
    this.canSave = settings.canSave;
  }

  row(knob, value) {
    const slider = element("input", { type: "range", min: 0, max: STEPS, value: toStep(knob, value), id: `knob-${knob.key}` });
    const output = element("output", { textContent: shown(knob, value) });
    const one = { knob, value, touched: false, set: (next) => {
      one.value = next;
      one.touched = true;
      slider.value = toStep(knob, next);
      output.textContent = shown(knob, next);
    } };
    slider.addEventListener("input", () => {
      one.value = toValue(knob, Number(slider.value));
      one.touched = true;
      output.textContent = shown(knob, one.value);
      this.changed();
    });
    this.knobs.push(one);
    return element("div", { className: "knob" }, element("label", { htmlFor: slider.id, textContent: knob.label }), output, slider);
  }

  changed() {
    this.saveButton.disabled = !this.canSave;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(false), 350);
  }

  async send(save) {
    clearTimeout(this.timer);
    const motion = Object.fromEntries(this.knobs.filter((one) => one.touched).map((one) => [one.knob.key, one.value]));
    await attempt(async () => {
      this.onChanged(await wish(`/cameras/${this.name}/motion`, { motion, save }));
      if (save) {
        this.saveButton.disabled = true;
        say("Saved in the settings file.");
      }
    });
  }
}
