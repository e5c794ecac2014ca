import { describe, expect, it } from 'vitest';
import type { ForecastView } from '../protocol/ForecastView';
import { emptyBoard } from './board';
import { outlook, turnedAmber, waitsForUnit } from './outlook';
import { reduce } from './reduce';
import { anOrder, aStamp, assigned, boardMessage, instant } from './samples';

function aForecast(order: string, leg: ForecastView['leg'], in_time_pct: number, amber = false): ForecastView {
  return { order, leg, at: instant(0), in_time_pct, expected_at: null, amber, cause: null, cure: null };
}

const arrived = { arrived: aStamp(60), on_video: null, reported: null };
const filled = reduce(emptyBoard, boardMessage({ orders: [anOrder('a'), anOrder('b', { legs: arrived })] }));
const told = (...forecasts: ForecastView[]) => reduce(filled, { type: 'forecasts', forecasts });

describe('the outlook of an order', () => {
  it('is its open leg that is likeliest to be late, an alarm before a mere doubt', () => {
    const board = told(aForecast('a', 'arrived', 60), aForecast('a', 'on_video', 40), aForecast('b', 'arrived', 1));
    expect(outlook(board, anOrder('a'))).toMatchObject({ leg: 'on_video' });
    const alarmed = told(aForecast('a', 'arrived', 60, true), aForecast('a', 'on_video', 40));
    expect(outlook(alarmed, anOrder('a'))).toMatchObject({ leg: 'arrived' });
  });

  it('passes over legs that are met and orders that have ended', () => {
    const board = told(aForecast('b', 'arrived', 1), aForecast('b', 'reported', 90));
    expect(outlook(board, anOrder('b', { legs: arrived }))).toMatchObject({ leg: 'reported' });
    expect(outlook(board, anOrder('b', { status: 'closed' }))).toBeUndefined();
    expect(outlook(board, anOrder('a'))).toBeUndefined();
  });

  it('is gone with the next word that does not speak of it', () => {
    const board = told(aForecast('a', 'arrived', 60));
    expect(outlook(reduce(board, { type: 'forecasts', forecasts: [] }), anOrder('a'))).toBeUndefined();
  });

  it('is news when an alarm is raised, once', () => {
    const calm = told(aForecast('a', 'arrived', 60));
    const alarmed = told(aForecast('a', 'arrived', 30, true));
    expect(turnedAmber(calm, alarmed).map(({ id }) => id)).toEqual(['a']);
    expect(turnedAmber(alarmed, told(aForecast('a', 'arrived', 20, true)))).toEqual([]);
    expect(turnedAmber(alarmed, alarmed)).toEqual([]);
  });
});

describe('an order that waits for a unit', () => {
  it('is open, and whoever was asked said no', () => {
    expect(waitsForUnit(anOrder('a'))).toBe(true);
    expect(waitsForUnit(anOrder('a', { assignments: [assigned('u1', 'declined')] }))).toBe(true);
    expect(waitsForUnit(anOrder('a', { assignments: [assigned('u1', 'offered')] }))).toBe(false);
    expect(waitsForUnit(anOrder('a', { status: 'closed' }))).toBe(false);
  });
});
