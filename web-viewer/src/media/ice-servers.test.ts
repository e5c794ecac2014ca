import { afterEach, expect, test, vi } from 'vitest';
import { iceServers } from './ice-servers';

afterEach(() => vi.unstubAllGlobals());

const relay = { urls: ['turn:turn.example'], username: '1:a', credential: 'x' };
const answer = () => new Response(JSON.stringify({ ice_servers: [relay] }));

test('the hall is asked once for its relays, anew by another sign-in', async () => {
  const fetch = vi.fn(async () => answer());
  vi.stubGlobal('fetch', fetch);
  expect(await iceServers('one')).toEqual([relay]);
  expect(await iceServers('one')).toEqual([relay]);
  expect(fetch).toHaveBeenCalledTimes(1);
  await iceServers('two');
  expect(fetch).toHaveBeenCalledTimes(2);
});

test('a hall that does not say keeps nobody from calling, and is asked again', async () => {
  const fetch = vi.fn().mockRejectedValueOnce(new TypeError('no net')).mockResolvedValue(answer());
  vi.stubGlobal('fetch', fetch);
  expect(await iceServers('three')).toEqual([]);
  expect(await iceServers('three')).toEqual([relay]);
});
