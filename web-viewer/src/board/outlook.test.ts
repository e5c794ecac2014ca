import { describe, expect, it } from 'vitest';
import { emptyBoard } from './board';
import { outlook, turnedAmber, waitsFor } from './outlook';
import { reduce } from './reduce';
import { anOrder, aStamp, assigned, boardMessage, foreseen, instant, legs } from './samples';

const arrived = legs({ arrived: aStamp(60) });
const orders = [anOrder('a'), anOrder('b', { legs: arrived })];
const filled = reduce(emptyBoard, boardMessage({ orders }));

describe('the outlook of an order', () => {
  it('is its open leg that is likeliest to be late, an alarm before a mere doubt', () => {
    const board = reduce(filled, foreseen('a', ['arrived', 60], ['on_video', 40]));
    expect(outlook(board, anOrder('a'))).toMatchObject({ leg: 'on_video' });
    const alarmed = reduce(board, foreseen('a', ['arrived', 60, true], ['on_video', 40]));
    expect(outlook(alarmed, anOrder('a'))).toMatchObject({ leg: 'arrived' });
  });

  it('passes over legs that are met and orders that have ended', () => {
    const board = reduce(filled, foreseen('b', ['arrived', 1], ['reported', 90]));
    expect(outlook(board, anOrder('b', { legs: arrived }))).toMatchObject({ leg: 'reported' });
    expect(outlook(board, anOrder('b', { status: 'closed' }))).toBeUndefined();
    expect(outlook(board, anOrder('a'))).toBeUndefined();
  });

  it('is replaced order by order, and outlasts a line that was lost', () => {
    const both = reduce(reduce(filled, foreseen('a', ['arrived', 60])), foreseen('b', ['reported', 90]));
    const gone = reduce(both, foreseen('a'));
    expect(outlook(gone, anOrder('a'))).toBeUndefined();
    expect(outlook(gone, anOrder('b', { legs: arrived }))).toMatchObject({ leg: 'reported' });
    const again = reduce(both, boardMessage({ orders: [anOrder('a')] }));
    expect([...again.forecasts.keys()]).toEqual(['a']);
  });

  it('is news when an alarm is raised, once', () => {
    const calm = reduce(filled, foreseen('a', ['arrived', 60]));
    const alarmed = reduce(calm, foreseen('a', ['arrived', 30, true]));
    expect(turnedAmber(calm, alarmed).map(({ id }) => id)).toEqual(['a']);
    expect(turnedAmber(alarmed, reduce(alarmed, foreseen('a', ['arrived', 20, true])))).toEqual([]);
    expect(turnedAmber(alarmed, alarmed)).toEqual([]);
  });
});

describe('an order that waits for a unit', () => {
  it('is open, and whoever was asked said no', () => {
    expect(waitsFor(anOrder('a'))).toBe('unit');
    expect(waitsFor(anOrder('a', { addressee: { town: 't1' }, desk_due_at: instant(60) }))).toBe('desk');
    const lost = anOrder('a', { addressee: { town: 't1' }, passed_on: { at: instant(60), by: 'hall' } });
    expect(waitsFor(lost)).toBe('unit');
    expect(waitsFor(anOrder('a', { assignments: [assigned('u1', 'declined')] }))).toBe('unit');
    expect(waitsFor(anOrder('a', { assignments: [assigned('u1', 'offered')] }))).toBeNull();
    expect(waitsFor(anOrder('a', { status: 'closed' }))).toBeNull();
  });
});
