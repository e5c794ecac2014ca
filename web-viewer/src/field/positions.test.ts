import { expect, test } from 'vitest';
import { Pace } from './positions';

test('a receiver at 10 Hz is heard once a second, one at 1 Hz each time', () => {
  const fast = new Pace();
  expect(Array.from({ length: 100 }, (_, n) => fast.passes(n * 100)).filter(Boolean).length).toBe(12);
  const jittery = new Pace();
  expect([0, 960, 2010, 2980, 4000].every((at) => jittery.passes(at))).toBe(true);
});
