// @ts-check
// The page Alerts: subscribes this browser. What can be done without a script is a form of the page.
'use strict';

(async () => {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById('subscribe'));
  const status = document.getElementById('phone-status');
  if (!form || !status) {
    return;
  }

  const say = (text, bad = false) => {
    status.textContent = text;
    status.classList.toggle('notice-bad', bad);
    status.hidden = false;
  };

  if (!window.isSecureContext) {
    say('Alerts on a phone need https: open the gallery by its https address.', true);
    return;
  }

  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    say('This browser shows no alerts. On an iPhone or iPad: Share, Add to Home Screen, then open it from there.', true);
    return;
  }

  const registration = await navigator.serviceWorker.ready;
  const current = await registration.pushManager.getSubscription();
  const own = current && document.querySelector(`[data-phone="${await idOf(current.endpoint)}"]`);
  if (own && Notification.permission === 'granted') {
    own.querySelector('.phone-own')?.removeAttribute('hidden');
    own.querySelector('form')?.addEventListener('submit', () => void current.unsubscribe());
    return;
  }

  if (Notification.permission === 'denied') {
    say('Notifications of this site are blocked in the browser. Allow them in its settings, then reload this page.', true);
    return;
  }

  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    subscribe(form, registration, current).catch((error) => say(`This phone could not subscribe: ${error.message}`, true));
  });

  // The server's key may be another one than that of an old subscription: then nothing would arrive.
  async function subscribe(form, registration, old) {
    if (await Notification.requestPermission() !== 'granted') {
      say('Without permission no alert can be shown here.', true);
      return;
    }

    await old?.unsubscribe();
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.key });
    const { endpoint, keys } = made.toJSON();
    Object.entries({ endpoint, p256dh: keys.p256dh, auth: keys.auth }).forEach(([name, value]) => { form.elements[name].value = value; });
    form.submit();
  }

  // As the server names it: see PushSubscription.Id.
  async function idOf(endpoint) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(new URL(endpoint).href)));
    return [...hash.slice(0, 8)].map((one) => one.toString(16).padStart(2, '0')).join('');
  }
})();
