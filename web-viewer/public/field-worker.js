/**
 * Shows an order that comes by push while the officer's page is closed, and tells the hall that it is shown.
 *
 * A push says only that there is an order; what it is, the page asks the hall. What is posted back is the push's own
 * reference, which opens nothing else: no token is kept here.
 */
const WORDS = {
  zh: {
    emergency: '‼ 新的紧急指令',
    routine: '新指令',
    standby: '新的待命指令',
    body: '点此打开并接单。',
  },
  en: {
    emergency: '‼ Emergency order',
    routine: 'New order',
    standby: 'Order to stand by',
    body: 'Tap to open and answer.',
  },
};

const PAGE = '/field';
/** How often a receipt is tried, and how long to wait before the second try, in milliseconds; then twice as long. */
const TRIES = 4;
const AGAIN_MS = 500;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('push', (event) => event.waitUntil(pushed(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage());
});

async function pushed(data) {
  const notice = read(data);
  const words = WORDS[notice.language] ?? WORDS.zh;
  try {
    await self.registration.showNotification(words[notice.kind] ?? words.routine, {
      body: words.body,
      // One for each order, however often it is pushed; each rings.
      tag: notice.order ?? 'order',
      renotify: true,
      requireInteraction: true,
      vibrate: [400, 200, 400, 200, 400],
      icon: '/icon.svg',
    });
  } catch {
    // The officer took the permission back: the hall goes on to the next way at once.
    return report(notice.reference, 'failed');
  }
  return report(notice.reference, 'shown');
}

/** What a push says; a browser wants to see a notice for whatever comes. */
function read(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

async function report(reference, status) {
  if (!reference) return;
  let wait = AGAIN_MS;
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const answer = await fetch(`/api/notices/${reference}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status }),
      });
      // What is refused is refused again.
      if (answer.ok || (answer.status >= 400 && answer.status < 500)) return;
    } catch {
      // No net: it may be back in a moment.
    }
    await new Promise((done) => setTimeout(done, wait));
    wait *= 2;
  }
}

async function openPage() {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = open.find(({ url }) => new URL(url).pathname === PAGE);
  return page ? page.focus() : self.clients.openWindow(PAGE);
}
