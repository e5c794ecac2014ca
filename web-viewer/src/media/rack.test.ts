import { expect, test } from 'vitest';
import { Rack, REST_MS } from './rack';

test('tiles get the slots in turn, and wait when there are none', () => {
  const rack = new Rack<string>(2);
  for (const tile of ['a', 'b', 'c']) rack.join(tile);
  expect(rack.settle(0)).toEqual([
    [0, 'a'],
    [1, 'b'],
  ]);
  expect(rack.settlesAt()).toBeNull();
  expect(rack.tiles).toBe(3);
});

test('a slot that was emptied rests before another tile gets it', () => {
  const rack = new Rack<string>(1);
  rack.join('a');
  rack.settle(0);
  expect(rack.leave('a', 100)).toBe(0);
  rack.join('b');
  expect(rack.settle(100)).toEqual([]);
  expect(rack.settlesAt()).toBe(100 + REST_MS);
  expect(rack.settle(100 + REST_MS)).toEqual([[0, 'b']]);
});

test('the slot that has rested longest goes first', () => {
  const rack = new Rack<string>(3);
  for (const tile of ['a', 'b', 'c']) rack.join(tile);
  rack.settle(0);
  rack.leave('c', 10);
  rack.leave('a', 20);
  rack.join('d');
  expect(rack.settle(5_000)).toEqual([[2, 'd']]);
});

test('a tile that leaves while it waits gets no slot', () => {
  const rack = new Rack<string>(1);
  rack.join('a');
  expect(rack.leave('a', 0)).toBeNull();
  expect(rack.settle(0)).toEqual([]);
  expect(rack.tiles).toBe(0);
});
