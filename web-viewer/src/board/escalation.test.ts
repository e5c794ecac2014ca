import { describe, expect, it } from 'vitest';
import type { Escalation } from '../protocol/Escalation';
import { highestEscalation, isToldAt, toldAnew } from './escalation';
import { anOrder, instant } from './samples';

const desk = { person: 'p', name: 'd', role: 'town_desk', town: 't1' } as const;

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

  it('is told at the seats of that height alone', () => {
    expect((['seat', 'town', 'district', 'leader'] as const).filter((level) => isToldAt(desk, level))).toEqual([
      'town',
    ]);
    expect(isToldAt({ person: 'p', name: 'l', role: 'leader' }, 'leader')).toBe(true);
    expect(isToldAt({ person: 'p', name: 'l', role: 'leader' }, 'district')).toBe(false);
    expect(isToldAt({ person: 'p', name: 'h', role: 'dispatcher' }, 'district')).toBe(true);
    expect(isToldAt(null, 'leader')).toBe(false);
  });

  it('is told once a height, and not again of what is amber or red', () => {
    const known = anOrder('o', { escalations: [told('seat', 10)] });
    const silent = { ...told('district', 60), because: 'desk_silent' } as const;
    const breached = { ...told('leader', 900), because: 'breached' } as const;
    const order = anOrder('o', { escalations: [...known.escalations, silent, breached] });
    expect(toldAnew(known, order)).toEqual([silent]);
    expect(toldAnew(order, order)).toEqual([]);
  });
});
