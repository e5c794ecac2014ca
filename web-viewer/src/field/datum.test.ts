import { expect, test } from 'vitest';
import { bearingDeg, distanceM } from './bearing';
import { bd09, gcj02, isInChina } from './datum';

test('published points come out as published', () => {
  // As the tables that go round with the formulas have them.
  const at = { lat: 39.915, lon: 116.404 };
  expect(distanceM(gcj02(at), { lat: 39.916_404_281_501_64, lon: 116.410_244_499_169_38 })).toBeLessThan(0.001);
  // Baidu's is published for a point of GCJ-02, which is where this one of WGS-84 lies there.
  const gcj = { lat: 39.913_596, lon: 116.397_757 };
  expect(distanceM(gcj02(gcj), at)).toBeLessThan(1);
  expect(distanceM(bd09(gcj), { lat: 39.921_336_993_510_21, lon: 116.410_369_493_710_29 })).toBeLessThan(1);
});

test('the shift over Baoshan is what was measured there', () => {
  for (const [lat, lon] of [
    [30.9, 121.1],
    [31.6, 121.7],
    [31.39, 121.4],
  ] as const) {
    const at = { lat, lon };
    const shift = distanceM(at, gcj02(at));
    expect(shift).toBeGreaterThan(460);
    expect(shift).toBeLessThan(500);
    expect(bearingDeg(at, gcj02(at))).toBeGreaterThan(90);
  }
});

test('outside China nothing is moved', () => {
  const vaduz = { lat: 47.141, lon: 9.521 };
  expect(isInChina(vaduz)).toBe(false);
  expect(gcj02(vaduz)).toEqual(vaduz);
  expect(bd09(vaduz)).toEqual(vaduz);
});
