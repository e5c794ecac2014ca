import { describe, expect, it } from 'vitest';
import { dayOf, period } from './period';

describe('the days of a report', () => {
  it('reach from the first moment of the first to the end of the last', () => {
    const one = period('2026-11-23', '2026-11-23');
    expect(one).not.toBeNull();
    expect(Date.parse(one?.to ?? '') - Date.parse(one?.from ?? '')).toBe(24 * 3_600_000);
    expect(dayOf(Date.parse(one?.from ?? ''))).toBe('2026-11-23');
  });

  it('are none out of sequence, or when a field is empty', () => {
    expect(period('2026-11-23', '2026-11-22')).toBeNull();
    expect(period('', '2026-11-22')).toBeNull();
  });
});
