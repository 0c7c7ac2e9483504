// @ts-check
// Passkeys: signs in with one, or adds one on the page Account. Without this script their forms stay hidden.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-passkey]"));
const why = /** @type {HTMLElement | null} */ (document.querySelector("[data-why]"));

/** @param {string} text Base64url. */
const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), one => one.charCodeAt(0));

/** @param {ArrayBuffer} buffer */
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** @param {string} origin Whom passkeys of this gallery are for. */
function reasonAgainst(origin) {
  if (!globalThis.isSecureContext) return "A passkey needs https or localhost: open the gallery by its https address.";
  if (!globalThis.PublicKeyCredential) return "This browser has no passkeys.";
  return location.origin === origin ? "" : `Passkeys of this gallery work at ${origin}: open it there.`;
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  const answer = await fetch(/** @type {string} */ (form.dataset.options), { method: "POST", body: new URLSearchParams(/** @type {any} */ (new FormData(form))), redirect: "error" });
  const json = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (!answer.ok) throw new Error(json.fault ?? "The server did not take this. Reload the page and try again.");
  return json;
}

// By hand in both directions: not all browsers that have passkeys know JSON forms of them, and not all password managers.
const described = list => (list ?? []).map(one => ({ ...one, id: bytes(one.id) }));

async function create(asked) {
  const made = /** @type {any} */ (await navigator.credentials.create({
    publicKey: { ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: described(asked.excludeCredentials) },
  }));
  const { clientDataJSON, attestationObject } = made.response;
  return [made, { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject), transports: made.response.getTransports?.() ?? [] }];
}

async function get(asked) {
  const made = /** @type {any} */ (await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: described(asked.allowCredentials) },
  }));
  const { clientDataJSON, authenticatorData, signature, userHandle } = made.response;
  return [made, { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle && text(userHandle) }];
}

function spoken(error) {
  switch (error.name) {
    case "NotAllowedError": return "Nothing was done: it was called off, or took too long.";
    case "InvalidStateError": return "There is a passkey of yours on this device already.";
    case "SecurityError": return "The browser lets this address have no passkeys.";
    default: return error.message;
  }
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const asked = await ask(form);
  const [made, response] = form.dataset.passkey === "create" ? await create(asked) : await get(asked);
  const fields = /** @type {any} */ (form.elements);
  fields.credential.value = JSON.stringify({ id: text(made.rawId), rawId: text(made.rawId), type: made.type, clientExtensionResults: {}, response });
  // It was for the question only.
  if (fields.secret) fields.secret.value = "";
  form.submit();
}

/** @param {HTMLFormElement} form */
function start(form) {
  const told = /** @type {HTMLElement} */ (form.querySelector("[data-told]"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const reason = reasonAgainst(form.dataset.origin ?? "");
  if (why) {
    why.textContent = reason;
    why.hidden = !reason;
  }

  form.hidden = reason !== "";
  form.addEventListener("submit", async event => {
    event.preventDefault();
    told.hidden = true;
    button.disabled = true;
    try {
      await send(form);
    } catch (error) {
      told.textContent = spoken(error);
      told.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}

if (form) start(form);
