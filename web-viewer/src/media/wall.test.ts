import { afterEach, expect, test, vi } from 'vitest';
import { Wall } from './wall';

afterEach(() => vi.unstubAllGlobals());

const transceiver = () => ({ receiver: { track: {} }, setCodecPreferences() {} });

/** A connection that the hall admits as the wall `w`. */
class Connection extends EventTarget {
  connectionState = 'connected';
  iceGatheringState = 'complete';
  localDescription = { sdp: 'v=0' };
  remoteDescription = { sdp: 'v=0' };
  addTransceiver = transceiver;
  async setLocalDescription() {}
  async setRemoteDescription() {}
  close() {}
}

class Stream {
  getTracks = () => [];
  addTrack() {}
  removeTrack() {}
}

async function hung() {
  vi.stubGlobal('RTCPeerConnection', Connection);
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs: [] }) });
  vi.stubGlobal('MediaStream', Stream);
  vi.stubGlobal('fetch', async (path: string) =>
    path === '/api/media'
      ? Response.json({ ice_servers: [] })
      : new Response('v=0', { status: 201, headers: { location: '/whep/wall/w' } }),
  );
  const wall = new Wall({ slots: 2, token: 't', send: () => true });
  const tile = wall.show({ unit: 'u' });
  await vi.waitFor(() => expect(wall.state).toBe('live'));
  return { wall, tile };
}

test('what the hall says of a slot is said of the tile that hangs there, and of no other', async () => {
  const { wall, tile } = await hung();
  const told = vi.fn();
  tile.onState = told;
  const word = { type: 'undecodable', wall: 'w', slot: 0, unit: 'u', desk: null, codec: 'AV1' } as const;
  for (const other of [{ wall: 'another' }, { slot: 1 }, { unit: 'v' }, { unit: null, desk: 'u' }]) {
    wall.heard({ ...word, ...other });
    expect(tile.undecodable).toBeNull();
  }
  expect(told).not.toHaveBeenCalled();
  wall.heard(word);
  expect(tile.undecodable).toBe('AV1');
  wall.heard({ ...word, codec: null });
  expect(tile.undecodable).toBeNull();
  expect(told).toHaveBeenCalledTimes(2);
  wall.close();
});
