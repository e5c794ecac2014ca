import { expect, test } from 'vitest';
import { boundsOf, Ground, nearest, type Point } from './ground';

const ground = new Ground({ lat: 47, lon: 9.5 });

test('steps lead north and east, each from the one before', () => {
  const line = ground.line([100, 0, 0, 100, -200, -100]);
  expect(line.map(([x, y]) => [Math.round(x), Math.round(y)])).toEqual([
    [0, 111],
    [76, 111],
    [0, -111],
  ]);
  expect(ground.line([])).toEqual([]);
  expect(ground.line([5])).toEqual([]);
});

test('a place comes back from the ground', () => {
  const place = { lat: 47.0123, lon: 9.4871 };
  const back = ground.place(ground.point(place));
  expect(back.lat).toBeCloseTo(place.lat, 9);
  expect(back.lon).toBeCloseTo(place.lon, 9);
});

test.each<[Point, number, number]>([
  [[50, 3], 3, 0],
  [[-4, 3], 5, 0],
  [[103, 50], 3, 1],
  [[100, 0], 0, 0],
])('%j is %d m off part %d', (point, metres, part) => {
  const line: Point[] = [
    [0, 0],
    [100, 0],
    [100, 100],
  ];
  expect(nearest(line, point)).toMatchObject({ metres, part });
});

test('nothing is near a line without parts', () => {
  expect(nearest([], [0, 0])).toBeNull();
  expect(nearest([[1, 1]], [0, 0])).toBeNull();
  expect(boundsOf([])).toBeNull();
});
