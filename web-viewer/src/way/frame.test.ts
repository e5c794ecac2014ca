import { expect, test } from 'vitest';
import { Fingers } from './fingers';
import { moved, nearer, onScreen, whole } from './frame';
import type { Point } from './ground';
import { roundBelow } from './scale';

const size = { width: 320, height: 240 };

test.each<[string, Point[]]>([
  [
    'far east',
    [
      [0, 0],
      [30_000, 0],
    ],
  ],
  [
    'far north',
    [
      [0, 0],
      [0, 9_000],
    ],
  ],
  [
    'close by',
    [
      [0, 0],
      [7, -3],
    ],
  ],
  ['only the scene', [[0, 0]]],
])('%s: all of it is on the screen with room around, north is up', (_, points) => {
  const frame = whole(points, size);
  const drawn = points.map((point) => onScreen(frame, size, point));
  for (const [x, y] of drawn) {
    expect(x).toBeGreaterThanOrEqual(33);
    expect(x).toBeLessThanOrEqual(size.width - 33);
    expect(y).toBeGreaterThanOrEqual(33);
    expect(y).toBeLessThanOrEqual(size.height - 39);
  }
  const [first, last] = [drawn[0], drawn.at(-1)] as [Point, Point];
  if ((points.at(-1) as Point)[1] > 0) expect(last[1]).toBeLessThan(first[1]);
});

test('what is under a finger stays there', () => {
  const frame = { middle: [40, 20] as Point, perMetre: 0.5 };
  const ground: Point = [90, -30];
  const under = onScreen(frame, size, ground);
  const close = nearer(frame, size, under, 2);
  expect(close.perMetre).toBe(1);
  const [x, y] = onScreen(close, size, ground);
  expect([x, y]).toEqual([expect.closeTo(under[0]), expect.closeTo(under[1])]);
  const dragged = onScreen(moved(frame, 12, -7), size, ground);
  expect(dragged).toEqual([expect.closeTo(under[0] + 12), expect.closeTo(under[1] - 7)]);
});

test('nobody pulls the map out of all measure', () => {
  const frame = { middle: [0, 0] as Point, perMetre: 1 };
  expect(nearer(frame, size, [0, 0], 1e9).perMetre).toBe(4);
  expect(nearer(frame, size, [0, 0], 1e-9).perMetre).toBe(0.002);
});

test('one finger moves the map, two pull it apart around what lies between them', () => {
  const frame = { middle: [0, 0] as Point, perMetre: 1 };
  const fingers = new Fingers();
  expect(fingers.move(frame, size, 1, [5, 5])).toBe(frame);
  fingers.down(1, [100, 120]);
  expect(fingers.move(frame, size, 1, [110, 120]).middle).toEqual([-10, 0]);
  fingers.down(2, [210, 120]);
  fingers.down(3, [0, 0]);
  expect(fingers.count).toBe(2);
  const pulled = fingers.move(frame, size, 2, [310, 120]);
  expect(pulled.perMetre).toBe(2);
  // Between the fingers was the screen's middle; it has moved half as far as the one finger.
  expect(onScreen(pulled, size, [0, 0])).toEqual([expect.closeTo(210), expect.closeTo(120)]);
  fingers.up(2);
  expect(fingers.count).toBe(1);
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
