// @ts-check
// Signs a device's settings with the owner's key, which never leaves this browser: only text, signature and public key are sent.

/** @type {HTMLFormElement} */
const form = /** @type {any} */ (document.querySelector("[data-remote]"));
const fault = /** @type {HTMLElement} */ (document.querySelector("[data-fault]"));
const publish = /** @type {HTMLButtonElement} */ (form.querySelector("[data-publish]"));
const file = /** @type {HTMLInputElement} */ (form.querySelector("[data-key]"));
const told = /** @type {HTMLElement} */ (form.querySelector("[data-public]"));
const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

function say(text) {
  fault.hidden = !text;
  fault.textContent = text;
}

const base64 = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** @returns {Promise<{ key: CryptoKey, publicKey: string }>} Of the file that is chosen. */
async function open() {
  const pem = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/.exec(await (file.files?.[0]?.text() ?? ""));
  try {
    const bytes = Uint8Array.from(atob((pem?.[1] ?? "").replace(/\s/g, "")), one => one.charCodeAt(0));
    const key = await crypto.subtle.importKey("pkcs8", bytes, ECDSA, true, ["sign"]);
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", key);
    const shown = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, ECDSA, true, ["verify"]);
    return { key, publicKey: base64(await crypto.subtle.exportKey("spki", shown)) };
  } catch {
    throw new Error("This file holds no private key as “cctv-uploader settings keygen” writes it.");
  }
}

async function send() {
  const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text")).value;
  const { key, publicKey } = await open();
  const signature = base64(await crypto.subtle.sign(ECDSA, key, new TextEncoder().encode(text)));
  const fields = new URLSearchParams({ do: "publish", text, signature, publicKey });
  for (const name of ["__RequestVerificationToken", "version", "signatureVersion"]) {
    fields.append(name, /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value);
  }

  // By hand: a form would send other line ends than those that were signed.
  const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
  if (answer.type === "opaqueredirect") {
    location.assign(`${location.pathname}?done=published`);
    return;
  }

  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  throw new Error(page.querySelector("[data-fault]")?.textContent?.trim() || page.querySelector("main")?.textContent?.trim() || `The server answers ${answer.status}.`);
}

function start() {
  if (!globalThis.crypto?.subtle) {
    say("This browser signs only over HTTPS (or on this very machine). Open the gallery over HTTPS, or use “cctv-uploader settings sign”.");
    return;
  }

  file.addEventListener("change", async () => {
    publish.disabled = true;
    told.textContent = "";
    try {
      const { publicKey } = await open();
      told.textContent = `Its public key, which must be remote.publicKey of the device: ${publicKey}`;
      publish.disabled = false;
      say("");
    } catch (error) {
      say(/** @type {Error} */ (error).message);
    }
  });
  form.addEventListener("submit", async event => {
    if (/** @type {any} */ (event).submitter !== publish) return;
    event.preventDefault();
    publish.disabled = true;
    try {
      await send();
    } catch (error) {
      say(/** @type {Error} */ (error).message);
      fault.scrollIntoView({ block: "nearest" });
    } finally {
      publish.disabled = false;
    }
  });
}

start();
