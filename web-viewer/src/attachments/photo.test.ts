import { expect, test } from 'vitest';
import { fitted, sha256 } from './photo';

test.each([
  [4032, 3024, 1600, 1200],
  [3024, 4032, 1200, 1600],
  [1600, 900, 1600, 900],
  [320, 240, 320, 240],
  [20_000, 3, 1600, 1],
])('%i × %i becomes %i × %i', (width, height, fittedWidth, fittedHeight) => {
  expect(fitted(width, height)).toEqual({ width: fittedWidth, height: fittedHeight });
});

test('the name of a photo is its SHA-256 (FIPS 180-4, the message "abc")', async () => {
  expect(await sha256(new Blob(['abc']))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
