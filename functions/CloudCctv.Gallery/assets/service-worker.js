// @ts-check
// Shows alerts, and a page of our own when there is no connection. Keeps no page and no picture of anybody.
'use strict';

const worker = /** @type {any} */ (self);

// The addresses change with their content, so this file does, too, and is then installed anew.
const shell = ['/offline', '/assets/gallery.css', '/assets/icon.svg', '/assets/app.js'];
const shellCache = `shell ${shell.join(' ')}`;

// An alert is not kept waiting for its picture longer than this, milliseconds.
const pictureWait = 4000;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(removeOldCaches()));
worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.mode === 'navigate') {
    event.respondWith(fetch(event.request).catch(() => caches.match('/offline')));
  } else if (shell.includes(url.pathname + url.search)) {
    event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
  }
});
worker.addEventListener('push', (event) => event.waitUntil(show(event.data)));
worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(answer(event.notification, event.action));
});
worker.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(subscribeAgain(event)));

async function install() {
  const cache = await caches.open(shellCache);
  await cache.addAll(shell);
  await worker.skipWaiting();
}

async function removeOldCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== shellCache).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

// A browser takes the right to push away from who shows nothing: whatever came, something is shown.
async function show(data) {
  const alert = read(data);
  const picture = alert.picture && await arrived(alert.picture);
  const buttons = buttonsOf(alert.actions ?? []);
  await worker.registration.showNotification(alert.title, {
    body: alert.body,
    tag: alert.tag,
    renotify: Boolean(alert.tag) && !alert.update,
    silent: Boolean(alert.update),
    timestamp: alert.time,
    icon: '/assets/icon-192.png',
    badge: '/assets/badge.png',
    ...(picture ? { image: picture } : {}),
    actions: buttons.map(({ action, title }) => ({ action, title })),
    data: { url: alert.url, buttons },
  });
}

function read(data) {
  try {
    const alert = data.json();
    if (typeof alert.title === 'string') {
      return alert;
    }
  } catch {
    // Told below.
  }

  return { title: 'Something happened', body: 'The message cannot be read: open the gallery.', url: '/', tag: 'unreadable' };
}

// The small one, with boxes. Fetched first, because a browser would hold the alert back for a minute if the link is slow;
// it then finds it in its cache. Who is not signed in gets the alert without it.
async function arrived(picture) {
  const address = here(picture)?.replace(/\.jpg$/, '.preview.jpg');
  if (!address) {
    return null;
  }

  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(pictureWait) });
    return response.ok && (await response.blob()).size > 0 ? address : null;
  } catch {
    return null;
  }
}

// Touching the alert opens it, so where there is room for few buttons they are the others, and of those the longest.
function buttonsOf(actions) {
  const quiet = actions.map((one, number) => ({ action: `do-${number}`, title: one.title, url: one.url }));
  const room = /** @type {any} */ (Notification).maxActions ?? 2;
  return room > quiet.length ? [{ action: 'open', title: 'Open', url: null }, ...quiet] : quiet.slice(-room);
}

async function answer(notification, action) {
  const { url, buttons } = notification.data ?? {};
  const pressed = (buttons ?? []).find((one) => one.action === action && one.url);
  await (pressed ? press(pressed, notification) : open(here(url) ?? '/'));
}

// The address is signed: it works without being signed in.
async function press(button, notification) {
  let done = false;
  try {
    const address = here(button.url);
    done = Boolean(address) && (await fetch(/** @type {string} */ (address), { method: 'POST' })).ok;
  } catch {
    // No connection: told below.
  }

  await worker.registration.showNotification(done ? button.title : `Not done: ${button.title}`, {
    body: done ? notification.title : 'The server did not take it. Touch to open the gallery.',
    tag: `answer ${notification.tag}`,
    silent: true,
    icon: '/assets/icon-192.png',
    badge: '/assets/badge.png',
    data: { url: '/alerts' },
  });
}

async function open(url) {
  const windows = await worker.clients.matchAll({ type: 'window' });
  for (const one of windows) {
    try {
      await one.navigate(url);
      return await one.focus();
    } catch {
      // Not controlled by this worker: another one, or a new one.
    }
  }

  return worker.clients.openWindow(url);
}

// Some browsers change their subscription by themselves; unanswered, this phone would fall silent.
async function subscribeAgain(event) {
  const response = await fetch('/alerts/renewal');
  if (!response.ok) {
    return;
  }

  const { key, token } = await response.json();
  const made = event.newSubscription ?? await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  const fields = { endpoint, p256dh: keys.p256dh, auth: keys.auth, label: 'Renewed by the browser', __RequestVerificationToken: token };
  await fetch('/alerts/phones', { method: 'POST', body: new URLSearchParams(fields) });
}

// Only addresses of this gallery.
function here(path) {
  const url = typeof path === 'string' ? new URL(path, worker.location.origin) : null;
  return url?.origin === worker.location.origin ? url.pathname + url.search : null;
}
