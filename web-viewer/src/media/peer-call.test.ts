import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What is done to the connection, in its sequence. */
let done: string[] = [];

class Connection {
  connectionState = 'new';
  iceGatheringState = 'complete';
  localDescription = { sdp: 'v=0\r\nm=video 9\r\na=ice-ufrag:u\r\n' };
  remoteDescription = { sdp: 'v=0\r\na=ice-ufrag:h\r\n' };
  onconnectionstatechange = null;
  ontrack = null;
  #configuration: RTCConfiguration;

  constructor(configuration: RTCConfiguration) {
    this.#configuration = configuration;
  }
  getConfiguration() {
    return this.#configuration;
  }
  setConfiguration(configuration: RTCConfiguration) {
    this.#configuration = configuration;
    const [{ credential } = expect.fail()] = configuration.iceServers ?? [];
    done.push(`relays by ${credential}, ${configuration.bundlePolicy}`);
  }
  restartIce() {
    done.push('restart');
  }
  async setLocalDescription() {}
  async setRemoteDescription() {}
  async createOffer() {}
  addEventListener() {}
  removeEventListener() {}
  close() {}
}

const relay = (credential: string) => ({ urls: ['turn:turn.example'], username: '1:a', credential });
let relays = () => Response.json({ ice_servers: [relay('one')] });

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  done = [];
  vi.stubGlobal('RTCPeerConnection', Connection);
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path === '/api/media') return relays();
    if (init.method === 'PATCH') return new Response('a=ice-ufrag:n\r\n');
    return new Response('v=0', { status: 201, headers: { location: '/whip/u/s' } });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function call() {
  const { callBy } = await import('./peer-call');
  return await callBy('/whip/u', 'token', new AbortController().signal, () => {});
}

test('who looks for another path long after the call began asks its relays with fresh passwords', async () => {
  relays = () => Response.json({ ice_servers: [relay('one')] });
  const made = await call();
  relays = () => Response.json({ ice_servers: [relay('two')] });
  vi.advanceTimersByTime(3_600_000);
  await made.restart?.(new AbortController().signal);
  expect(done).toEqual(['relays by two, max-bundle', 'restart']);
});

test('a hall that does not say leaves the relays as they were', async () => {
  relays = () => Response.json({ ice_servers: [relay('one')] });
  const made = await call();
  relays = () => new Response('', { status: 503 });
  vi.advanceTimersByTime(3_600_000);
  await made.restart?.(new AbortController().signal);
  expect(done).toEqual(['restart']);
});
