import { expect, test } from 'vitest';
import type { Point } from './ground';
import { placeNames, type Taken } from './street-names';

const screen: Taken = [0, 0, 300, 200];
const across = (y: number): Point[] => [
  [10, y],
  [290, y],
];
const names = (placed: { text: string }[]) => placed.map(({ text }) => text);

test('a name goes along its street, never upside down', () => {
  const table: [Point[], number][] = [
    [across(100), 0],
    [[...across(100)].reverse(), 0],
    [
      [
        [20, 180],
        [180, 20],
      ],
      -Math.PI / 4,
    ],
    [
      [
        [180, 20],
        [20, 180],
      ],
      -Math.PI / 4,
    ],
    [
      [
        [150, 10],
        [150, 190],
      ],
      Math.PI / 2,
    ],
    [
      [
        [150, 190],
        [150, 10],
      ],
      Math.PI / 2,
    ],
  ];
  for (const [line, angle] of table) {
    const [placed] = placeNames([{ text: 'A', width: 60, lines: [line], upright: false }], screen, [], 9);
    expect(placed?.angle).toBeCloseTo(angle);
  }
});

test('names do not lie over another, nor over what is taken, nor over the edge', () => {
  const wish = (text: string, y: number) => ({ text, width: 100, lines: [across(y)], upright: false });
  expect(names(placeNames([wish('A', 100), wish('B', 104), wish('C', 150)], screen, [], 9))).toEqual(['A', 'C']);
  expect(names(placeNames([wish('A', 100), wish('B', 40)], screen, [[140, 95, 160, 105]], 9))).toEqual(['B']);
  expect(names(placeNames([wish('A', 3)], screen, [], 9))).toEqual([]);
  expect(names(placeNames([wish('A', 50), wish('B', 100), wish('C', 150)], screen, [], 2))).toEqual(['A', 'B']);
});

test('a name wants a stretch that is straight and long enough', () => {
  const corner: Point[] = [
    [10, 100],
    [60, 100],
    [60, 40],
  ];
  expect(placeNames([{ text: 'A', width: 80, lines: [corner], upright: false }], screen, [], 9)).toEqual([]);
  const bent: Point[] = [
    [10, 100],
    [100, 103],
    [200, 100],
    [290, 104],
  ];
  expect(placeNames([{ text: 'A', width: 200, lines: [bent], upright: false }], screen, [], 9)).toHaveLength(1);
});

test('a street that leaves the screen has its name where it is seen, one that is not seen has none', () => {
  const until = (x: number) => ({
    text: 'A',
    width: 60,
    lines: [
      [
        [-900, 100],
        [x, 100],
      ] as Point[],
    ],
    upright: false,
  });
  expect(placeNames([until(290)], screen, [], 9)[0]?.at).toEqual([145, 100]);
  expect(placeNames([until(-10)], screen, [], 9)).toEqual([]);
  expect(placeNames([until(40)], screen, [], 9)).toEqual([]);
});

test('a winding main road has its name upright over it', () => {
  const winding: Point[] = [
    [100, 20],
    [120, 60],
    [100, 100],
    [120, 140],
    [100, 180],
  ];
  const wish = { text: 'A', width: 90, lines: [winding], upright: true };
  expect(placeNames([wish], screen, [], 9)).toEqual([{ text: 'A', at: [120, 60], angle: 0 }]);
  expect(placeNames([{ ...wish, upright: false }], screen, [], 9)).toEqual([]);
});
