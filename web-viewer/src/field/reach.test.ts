import { expect, test, vi } from 'vitest';
import { type PushBrowser, Reach, thisBrowser } from './reach.svelte';

const SUBSCRIBED = { endpoint: 'https://push.example/one', keys: { p256dh: 'a key', auth: 'a secret' } };

/** A hall that notes what it is told. */
function hall(fails = false) {
  const told: [string, string, unknown][] = [];
  return {
    told,
    get: async <T>(path: string) => {
      told.push(['GET', path, undefined]);
      return { key: 'the hall’s key' } as T;
    },
    put: async (path: string, body: unknown) => {
      if (fails) throw new Error('no net');
      told.push(['PUT', path, body]);
    },
    delete: async (path: string) => {
      told.push(['DELETE', path, undefined]);
    },
  };
}

type Fake = PushBrowser & { number: string | null; under: string[] };

function browser(over: Partial<PushBrowser> = {}): Fake {
  const own: Fake = {
    number: null,
    under: [],
    able: () => true,
    permission: () => 'default',
    ask: async () => 'granted',
    current: async () => null,
    subscribe: async (key) => {
      own.under.push(key);
      return SUBSCRIBED;
    },
    kept: () => own.number,
    keep: (number) => {
      own.number = number;
    },
    ...over,
  };
  return own;
}

test('a press subscribes under the hall’s key, in the officer’s language', async () => {
  const [to, here] = [hall(), browser()];
  const reach = new Reach(to, here);
  await reach.turnOn('en');
  expect(reach.push).toBe('on');
  expect(here.under).toEqual(['the hall’s key']);
  expect(to.told.at(-1)).toEqual(['PUT', '/api/push', { ...SUBSCRIBED, language: 'en' }]);
});

test('nothing is asked before the press, and a no is a no', async () => {
  let asked = 0;
  const here = browser({
    ask: async () => {
      asked += 1;
      return 'denied';
    },
  });
  const to = hall();
  const reach = new Reach(to, here);
  await reach.resume('zh');
  expect([asked, to.told]).toEqual([0, []]);
  await reach.turnOn('zh');
  expect([asked, reach.push, to.told]).toEqual([1, 'denied', []]);
});

test('the next session on the same phone is reached as before', async () => {
  const here = browser({ permission: () => 'granted', current: async () => SUBSCRIBED });
  here.number = '138 0013 8000';
  const to = hall();
  const reach = new Reach(to, here);
  await reach.resume('zh');
  expect([reach.push, reach.number]).toEqual(['on', '138 0013 8000']);
  expect(to.told.map(([method, path]) => `${method} ${path}`)).toEqual([
    'PUT /api/telephone',
    'GET /api/push',
    'PUT /api/push',
  ]);
});

test('a push that cannot be had leaves the number', async () => {
  const here = browser({
    permission: () => 'granted',
    current: async () => SUBSCRIBED,
    subscribe: async () => {
      throw new Error('another key');
    },
  });
  here.number = '110';
  const reach = new Reach(hall(), here);
  await reach.resume('zh');
  expect([reach.push, reach.number, String(reach.fault)]).toEqual(['off', '110', 'Error: another key']);
});

test('the number of an officer is not the next one’s on the same phone', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  thisBrowser('one').keep('110');
  expect([thisBrowser('one').kept(), thisBrowser('another').kept()]).toEqual(['110', null]);
  thisBrowser('another').keep(null);
  expect(thisBrowser('one').kept()).toBeNull();
  vi.unstubAllGlobals();
});

test('whoever never subscribed is not subscribed for a permission given to something else', async () => {
  const to = hall();
  const reach = new Reach(to, browser({ permission: () => 'granted' }));
  await reach.resume('zh');
  expect([reach.push, to.told]).toEqual(['off', []]);
});

test('a number is kept on the phone only while the hall has it', async () => {
  const [to, here] = [hall(), browser()];
  const reach = new Reach(to, here);
  await reach.setNumber(' 138 0013 8000 ');
  expect([reach.number, here.number]).toEqual(['138 0013 8000', '138 0013 8000']);
  await reach.setNumber('');
  expect([reach.number, here.number]).toEqual(['', null]);
  expect(to.told.at(-1)).toEqual(['DELETE', '/api/telephone', undefined]);
});

test('what does not work is said, and nothing is claimed', async () => {
  const here = browser();
  const reach = new Reach(hall(true), here);
  await reach.turnOn('zh');
  expect([reach.push, reach.busy, String(reach.fault)]).toEqual(['off', false, 'Error: no net']);
  await reach.setNumber('110');
  expect([reach.number, here.number]).toEqual(['', null]);
});

test('a browser without pushes, or that refused them, says so', () => {
  expect(new Reach(hall(), browser({ able: () => false })).push).toBe('none');
  expect(new Reach(hall(), browser({ permission: () => 'denied' })).push).toBe('denied');
});
