import { expect, test } from 'vitest';
import { ageMs, capturedAt } from './capture-time';

const NTP = 2_208_988_800_000;

test('one frame tells when the others were captured, also where their numbers begin anew', () => {
  expect(capturedAt({ captureTimestamp: NTP + 5_000, rtpTimestamp: 90_000 }, 99_000)).toBe(5_100);
  expect(capturedAt({ captureTimestamp: NTP + 5_000, rtpTimestamp: 90_000 }, 81_000)).toBe(4_900);
  expect(capturedAt({ captureTimestamp: NTP + 5_000, rtpTimestamp: 2 ** 32 - 900 }, 900)).toBe(5_020);
});

test('the age of a frame is told when it is on the screen', () => {
  expect(ageMs(1_000, 1_180)).toBe(180);
});

test('a camera whose clock is its own says nothing', () => {
  expect(ageMs(2_000, 1_000)).toBeNull();
  expect(ageMs(0, 90_000)).toBeNull();
});
