import { expect, test } from 'vitest';
import { ageMs } from './capture-time';

const NTP = 2_208_988_800_000;

test('the age of a frame is told by the clock of the hall', () => {
  expect(ageMs(NTP + 1_000, 1_180, 0)).toBe(180);
  expect(ageMs(NTP + 1_000, 1_180, 50)).toBe(230);
});

test('a camera whose clock is its own says nothing', () => {
  expect(ageMs(NTP + 2_000, 1_000, 0)).toBeNull();
  expect(ageMs(NTP, 90_000, 0)).toBeNull();
});
