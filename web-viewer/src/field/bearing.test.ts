import { expect, test } from 'vitest';
import { bearingDeg, distanceM, WINDS, windOf } from './bearing';

const vaduz = { lat: 47.141, lon: 9.5215 };

test('a hundredth of a degree north is 1112 m, north', () => {
  const north = { lat: vaduz.lat + 0.01, lon: vaduz.lon };
  expect(distanceM(vaduz, north)).toBeCloseTo(1112, 0);
  expect(bearingDeg(vaduz, north)).toBeCloseTo(0, 6);
});

test('Shanghai to Vaduz is some 8,900 km to the north-west', () => {
  const shanghai = { lat: 31.2304, lon: 121.4737 };
  expect(distanceM(shanghai, vaduz) / 1000).toBeGreaterThan(8_700);
  expect(distanceM(shanghai, vaduz) / 1000).toBeLessThan(9_100);
  expect(windOf(bearingDeg(shanghai, vaduz))).toBe('nw');
});

test('no distance is no distance', () => {
  expect(distanceM(vaduz, vaduz)).toBe(0);
});

test.each(WINDS.map((wind, n) => [n * 45, wind] as const))('%i° is %s, as are 22° to either side', (degrees, wind) => {
  expect([windOf(degrees), windOf(degrees + 22), windOf(degrees - 22), windOf(degrees + 360)]).toEqual([
    wind,
    wind,
    wind,
    wind,
  ]);
});
