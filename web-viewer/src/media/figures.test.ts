import { expect, test } from 'vitest';
import { figures } from './figures';

const inbound = (bytesReceived: number) =>
  [
    ['c', { type: 'codec', mimeType: 'video/H264' }],
    ['a', { type: 'inbound-rtp', kind: 'audio', bytesReceived: 9 }],
    [
      'v',
      {
        type: 'inbound-rtp',
        kind: 'video',
        codecId: 'c',
        bytesReceived,
        frameWidth: 1280,
        frameHeight: 720,
        framesPerSecond: 25,
        framesDecoded: 50,
        packetsLost: 3,
        freezeCount: 1,
      },
    ],
    ['p', { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.0421 }],
  ] as const;

test('figures of a received picture; the bitrate needs two readings', () => {
  const first = figures(inbound(1000), 1000);
  expect(first).toMatchObject({
    width: 1280,
    height: 720,
    fps: 25,
    codec: 'H264',
    rttMs: 42,
    packetsLost: 3,
    frames: 50,
  });
  expect(first.kbps).toBeNull();
  expect(figures(inbound(126_000), 2000, first).kbps).toBe(1000);
});

test('a new call begins its bytes anew', () => {
  const before = figures(inbound(126_000), 2000);
  expect(figures(inbound(500), 3000, before).kbps).toBeNull();
});

test('nothing known yet is nothing said', () => {
  expect(figures([], 0)).toMatchObject({ width: null, fps: null, codec: null, rttMs: null, frames: 0 });
});
