import { expect, test } from 'vitest';
import { layersOf } from './layers';

const heights = (height: number) =>
  layersOf(height).map(({ scaleResolutionDownBy = 1 }) => height / scaleResolutionDownBy);

test('a large picture goes out in three sizes, the smallest first', () => {
  expect(heights(720)).toEqual([180, 360, 720]);
  expect(layersOf(720).map(({ rid }) => rid)).toEqual(['q', 'h', 'f']);
});

test('no size is too small to be of use', () => {
  expect(heights(480)).toEqual([240, 480]);
  expect(layersOf(240)).toEqual([{ maxBitrate: 200_000 }]);
});

test('a smaller picture costs less', () => {
  const bits = layersOf(1080).map(({ maxBitrate }) => maxBitrate ?? 0);
  expect(bits).toEqual([...bits].sort((a, b) => a - b));
  expect(new Set(bits).size).toBe(3);
});

test('a picture of unknown size goes out once', () => {
  expect(layersOf(undefined)).toEqual([{ maxBitrate: 1_500_000 }]);
});
