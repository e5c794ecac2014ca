import { describe, expect, it } from 'vitest';
import { byUrgency } from './order-list';
import { anOrder, aPosition, aStamp, aUnit, instant, legs, SENT } from './samples';
import { freshness, liveFirst } from './unit-list';

describe('the list of orders', () => {
  it('puts what presses most first, then the done, then the ended with the newest on top', () => {
    const all = legs({ arrived: aStamp(1), on_video: aStamp(2), reported: aStamp(3) });
    const orders = [
      anOrder('ended-old', { status: 'closed', ended_at: instant(100) }),
      anOrder('done', { legs: all, due_at: instant(10) }),
      anOrder('waiting', { started_at: null, due_at: null, due_at_latest: instant(960) }),
      anOrder('untimed', { started_at: null, due_at: null, due_at_latest: null, limit_s: null }),
      anOrder('late', { due_at: instant(-100) }),
      anOrder('ended-new', { status: 'cancelled', ended_at: instant(200) }),
      anOrder('running', { due_at: instant(900) }),
    ];
    const expected = ['late', 'running', 'waiting', 'untimed', 'done', 'ended-new', 'ended-old'];
    expect(byUrgency(orders).map(({ id }) => id)).toEqual(expected);
    expect(byUrgency(orders.toReversed()).map(({ id }) => id)).toEqual(expected);
  });
});

describe('the list of units', () => {
  it('puts live units first, then those at work, then by name with numbers as numbers', () => {
    const units = [
      aUnit('off', { state: 'off_duty', name: '甲 1' }),
      aUnit('a10', { name: '陈 10' }),
      aUnit('a9', { name: '陈 9' }),
      aUnit('busy', { state: 'busy', name: '周 1' }),
      aUnit('lost', { state: 'unreachable', name: '白 1' }),
      aUnit('live', { live: true, name: '周 2' }),
    ];
    expect(liveFirst(units).map(({ id }) => id)).toEqual(['live', 'busy', 'a9', 'a10', 'lost', 'off']);
  });

  it.each([
    [0, 'fresh'],
    [30, 'fresh'],
    [31, 'dim'],
    [120, 'dim'],
    [121, 'hollow'],
    [-5, 'fresh'],
  ] as const)('draws a fix of %d s as %s', (age, look) => {
    expect(freshness(aPosition(), SENT + age * 1000)).toBe(look);
  });
});
