import { describe, expect, test } from 'vitest';
import { instant } from '../board/samples';
import type { CheckedItem } from '../protocol/CheckedItem';
import type { Entry } from '../protocol/Entry';
import type { Tick } from '../protocol/Tick';
import { doneOf, shownItems } from './checklist';

function tick(id: string, second: number, done: boolean, other: Partial<Tick> = {}): Tick {
  const at = instant(second);
  return { id, done, unit: 'u2', name: '2 号', at, learnt_at: at, error_ms: 0, ...other };
}

function item(id: string, ...ticks: Tick[]): CheckedItem {
  return { id, zh: `项目${id}`, en: `item ${id}`, ticks };
}

function told(id: string, second: number, item: string, done: boolean): Entry {
  return { id, at: instant(second), at_error_ms: 0, told: 'item_checked', order: 'o1', assignment: 'a1', item, done };
}

const nothing = { unit: 'u1', waiting: [], settling: [] };

describe('a checklist', () => {
  test('shows the last word on each item, with who said it', () => {
    const items = shownItems([item('gas', tick('t1', 10, true), tick('t2', 20, false)), item('people')]);
    expect(items.map(({ id, done, tick }) => [id, done, tick?.name, tick?.at])).toEqual([
      ['gas', false, '2 号', instant(20)],
      ['people', false, undefined, undefined],
    ]);
    expect(doneOf(items)).toBe(0);
  });

  test('shows what was ticked here at once, marked until the hall has taken it', () => {
    const entry = told('t9', 30, 'gas', true);
    const list = [item('gas'), item('people')];
    const [waiting] = shownItems(list, { ...nothing, waiting: [entry] });
    expect(waiting).toMatchObject({ done: true, waiting: true, tick: { unit: 'u1', at: instant(30) } });
    const [taken] = shownItems(list, { ...nothing, settling: [entry] });
    expect(taken).toMatchObject({ done: true, waiting: false });
    // The hall's word may come before its answer.
    const own = tick('t9', 30, true, { unit: 'u1', name: '1 号' });
    const [known] = shownItems([item('gas', own)], { ...nothing, waiting: [entry] });
    expect(known).toMatchObject({ done: true, waiting: false, tick: { name: '1 号' } });
  });

  test('goes by the time of each word, not by who told it last', () => {
    const here = { ...nothing, waiting: [told('t9', 15, 'gas', true)] };
    expect(shownItems([item('gas', tick('t2', 20, false))], here)[0]).toMatchObject({ done: false, waiting: false });
    expect(shownItems([item('gas', tick('t2', 10, false))], here)[0]).toMatchObject({ done: true, waiting: true });
    const twice = { ...nothing, waiting: [told('t8', 30, 'gas', true), told('t9', 31, 'gas', false)] };
    expect(shownItems([item('gas')], twice)[0]).toMatchObject({ done: false, waiting: true });
    // The clock was put back in between.
    const back = { ...nothing, waiting: [told('t8', 31, 'gas', true), told('t9', 30, 'gas', false)] };
    expect(shownItems([item('gas')], back)[0]).toMatchObject({ done: true });
  });
});
