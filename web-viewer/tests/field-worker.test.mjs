/** The worker that shows orders while the officer's page is closed, in a browser made of plain objects. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

const SCRIPT = readFileSync(new URL('../public/field-worker.js', import.meta.url), 'utf8');

/** A worker with what it showed, posted and opened. `answers` are the hall's, one a post, then 204. */
function worker({ answers = [], refuses = false, windows = [] } = {}) {
  const [listeners, shown, posted, opened] = [new Map(), [], [], []];
  const self = {
    addEventListener: (name, heard) => listeners.set(name, heard),
    skipWaiting: () => {},
    registration: {
      showNotification: async (title, options) => {
        if (refuses) throw new TypeError('no permission');
        shown.push({ title, ...options });
      },
    },
    clients: {
      claim: async () => {},
      matchAll: async () => windows,
      openWindow: async (path) => opened.push(path),
    },
  };
  const fetch = async (path, { method, body }) => {
    posted.push([method, path, JSON.parse(body)]);
    const status = answers.shift() ?? 204;
    if (status === 0) throw new TypeError('no net');
    return { ok: status < 300, status };
  };
  runInNewContext(SCRIPT, { self, fetch, URL, JSON, Promise, setTimeout: (done) => done() });
  const happens = async (name, event = {}) => {
    let work;
    listeners.get(name)({
      ...event,
      waitUntil: (promise) => {
        work = promise;
      },
    });
    await work;
  };
  return { happens, shown, posted, opened };
}

const push = (said) => ({ data: { json: () => JSON.parse(said) } });
const notice = (over = {}) =>
  push(JSON.stringify({ order: 'an-order', kind: 'emergency', language: 'zh', reference: 'a-reference', ...over }));

test('an order is shown, once however often it is pushed, and its receipt is posted', async () => {
  const { happens, shown, posted } = worker();
  await happens('push', notice());
  await happens('push', notice());
  expect(shown.map(({ title, tag }) => [title, tag])).toEqual(Array(2).fill(['‼ 新的紧急指令', 'an-order']));
  expect(shown[0]).toMatchObject({ renotify: true, requireInteraction: true });
  expect(posted[0]).toEqual(['POST', '/api/notices/a-reference', { status: 'shown' }]);
});

test('it is said in the officer’s language and by the kind of order', async () => {
  const { happens, shown } = worker();
  for (const kind of ['emergency', 'routine', 'standby', 'a newer kind']) {
    await happens('push', notice({ kind, language: 'en' }));
  }
  const titles = shown.map(({ title }) => title);
  expect(titles).toEqual(['‼ Emergency order', 'New order', 'Order to stand by', 'New order']);
});

test('a receipt waits for the net, and is not repeated once refused', async () => {
  const late = worker({ answers: [0, 503, 204] });
  await late.happens('push', notice());
  expect(late.posted.length).toBe(3);
  const refused = worker({ answers: [404] });
  await refused.happens('push', notice());
  expect(refused.posted.length).toBe(1);
});

test('what cannot be shown is told to the hall', async () => {
  const { happens, posted } = worker({ refuses: true });
  await happens('push', notice());
  expect(posted).toEqual([['POST', '/api/notices/a-reference', { status: 'failed' }]]);
});

test('a push that nobody can read is shown as an order all the same', async () => {
  const { happens, shown, posted } = worker();
  await happens('push', push('no JSON'));
  await happens('push', { data: null });
  expect(shown.map(({ title }) => title)).toEqual(['新指令', '新指令']);
  expect(posted).toEqual([]);
});

test('a tap opens the page, or the one that is open', async () => {
  const closed = worker({ windows: [{ url: 'https://hall.example/' }] });
  const notification = { close: () => {} };
  await closed.happens('notificationclick', { notification });
  expect(closed.opened).toEqual(['/field']);
  let focused = 0;
  const page = { url: 'https://hall.example/field', focus: async () => (focused += 1) };
  const open = worker({ windows: [page] });
  await open.happens('notificationclick', { notification });
  expect([open.opened, focused]).toEqual([[], 1]);
});
