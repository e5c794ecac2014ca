import { expect, test } from 'vitest';
import { EMPTY, filled, hung, readArrangement } from './cells';

test('live units move into empty cells, and what hangs stays', () => {
  const wall = filled(hung(EMPTY, 1, 'a'), ['b', 'a', 'c']);
  expect(wall.cells.slice(0, 4)).toEqual(['b', 'a', 'c', null]);
  expect(filled(wall, ['c', 'd']).cells.slice(0, 4)).toEqual(['b', 'a', 'c', 'd']);
  expect(filled(wall, [])).toBe(wall);
});

test('a full wall moves nothing', () => {
  const wall = filled(EMPTY, ['a', 'b', 'c', 'd']);
  expect(filled(wall, ['e', 'f'])).toBe(wall);
});

test('cells that are not shown are not filled, and what hangs there comes to a cell that is', () => {
  const wall = { ...hung(EMPTY, 8, 'z'), layout: 4 as const };
  const next = filled(wall, ['z', 'a']);
  expect(next.cells.slice(0, 4)).toEqual(['z', 'a', null, null]);
  expect(next.cells[8]).toBeNull();
});

test('a unit hangs once', () => {
  const wall = hung(hung(EMPTY, 0, 'a'), 2, 'a');
  expect(wall.cells.slice(0, 3)).toEqual([null, null, 'a']);
});

test('nothing moves by itself if nobody wants it to', () => {
  const wall = { ...EMPTY, fills: false };
  expect(filled(wall, ['a'])).toBe(wall);
});

test('what was kept is read back; nonsense is the empty wall', () => {
  const wall = filled({ ...EMPTY, layout: 9 }, ['a', 'b']);
  expect(readArrangement(JSON.stringify(wall))).toEqual(wall);
  expect(readArrangement('{"layout":7,"cells":[1,"a","a"]}').cells.slice(0, 3)).toEqual([null, 'a', null]);
  expect(readArrangement('nonsense')).toEqual(EMPTY);
  expect(readArrangement(null)).toEqual(EMPTY);
});
