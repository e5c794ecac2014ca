import { describe, expect, it } from 'vitest';
import type { Escalation } from '../protocol/Escalation';
import { highestEscalation } from './escalation';
import { anOrder, instant } from './samples';

const told = (level: Escalation['level'], seconds: number): Escalation => ({
  level,
  because: 'amber',
  at: instant(seconds),
});

describe('how far an order was handed up', () => {
  it('is the highest of all, whatever came last', () => {
    const escalations = [told('town', 60), told('leader', 120), told('district', 180)];
    expect(highestEscalation(anOrder('o', { escalations }))?.level).toBe('leader');
  });

  it('is since it was first so high', () => {
    const escalations = [told('town', 60), told('town', 120)];
    expect(highestEscalation(anOrder('o', { escalations }))?.at).toBe(instant(60));
  });

  it('is nowhere if nobody was told', () => {
    expect(highestEscalation(anOrder('o'))).toBeNull();
  });
});
