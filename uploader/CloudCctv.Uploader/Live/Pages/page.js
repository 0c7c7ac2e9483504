// What every page needs: asking the device, building elements, telling people.

export async function ask(path) {
  return answer(await fetch(path, { headers: { accept: "application/json" } }));
}

// The header is what no page from elsewhere can set.
export async function wish(path, body) {
  return answer(await fetch(path, {
    method: "POST",
    headers: { "x-cctv-live": "1", "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  }));
}

async function answer(response) {
  if (response.status === 401) {
    location.assign("/sign-in");
    throw new Error("Signed out.");
  }
  const text = await response.text();
  const json = (response.headers.get("content-type") ?? "").includes("json") ? JSON.parse(text) : null;
  if (!response.ok) {
    throw new Error(json?.problem ?? (text || `The device answered ${response.status}.`));
  }
  return json;
}

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

let toastTimer;
export function say(text, bad = false) {
  const toast = document.getElementById("toast");
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toast.hidden = true; }, bad ? 8000 : 3500);
}

export async function attempt(act) {
  try {
    return await act();
  } catch (fault) {
    say(fault.message, true);
    return undefined;
  }
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });
export const timeOf = (date) => clock.format(date);
export const dayOf = (date) => day.format(date);

// A line for people, and whether it is good (watching), hot (motion), bad, or none of these.
export function wording(status) {
  if (status.state === "link") return [status.text, "bad"];
  if (status.state === "fault") return ["Cannot be watched", "bad"];
  if (status.state === "lost") return [status.time ? `No picture since ${timeOf(new Date(status.time))}` : "No answer", "bad"];
  if (status.state === "starting") return ["Waiting for the camera", ""];
  if (!status.monitoring) return ["Not recording", "bad"];
  if (status.motion) return [status.zones.length > 0 ? `Motion: ${status.zones.join(", ")}` : "Motion", "hot"];
  if (status.state === "learning") return ["Learning the scene", ""];
  if (status.state === "sceneChanged") return ["Light changed", ""];
  return ["Watching", "good"];
}

export function showState(chip, status) {
  const [text, kind] = wording(status);
  if (chip.textContent !== text) chip.textContent = text;
  chip.className = `chip ${kind}`;
}
