import { expect, test } from 'vitest';
import { HEIGHT, roundBelow, sketch, WIDTH } from './sketch';

const here = { lat: 47.14, lon: 9.52 };

test.each([
  ['far east', { lat: 47.14, lon: 9.9 }],
  ['far north', { lat: 47.9, lon: 9.52 }],
  ['close by', { lat: 47.1401, lon: 9.5201 }],
  ['the same', here],
])('%s: both points are inside, north is up', (_, there) => {
  const drawn = sketch(there, here);
  for (const point of [drawn.here, drawn.there]) {
    expect(point?.x).toBeGreaterThan(0);
    expect(point?.x).toBeLessThan(WIDTH);
    expect(point?.y).toBeGreaterThan(0);
    expect(point?.y).toBeLessThan(HEIGHT);
  }
  if (there.lat > here.lat) expect(drawn.there.y).toBeLessThan(drawn.here?.y ?? 0);
  expect(drawn.scale.length).toBeLessThanOrEqual(151);
});

test('without a position the place is in the middle', () => {
  expect(sketch(here, null)).toMatchObject({ here: null, there: { x: WIDTH / 2, y: HEIGHT / 2 } });
});

test.each([
  [7, 5],
  [49, 20],
  [100, 100],
  [999, 500],
  [0.2, 1],
])('the round number below %d is %d', (most, round) => {
  expect(roundBelow(most)).toBe(round);
});
