import { describe, expect, it } from 'vitest';
import { emptyBoard } from '../board/board';
import { reduce } from '../board/reduce';
import { aBreach, anIncident, anOrder, boardMessage, foreseen, instant } from '../board/samples';
import type { IncidentKind } from '../protocol/IncidentKind';
import { openSos, signalOf } from './signalling.svelte';

const filled = reduce(emptyBoard, boardMessage({ orders: [anOrder('o1')], incidents: [anIncident('i1')] }));
const sos = 'sos' as IncidentKind;

describe('what is worth a sound', () => {
  it('is an order or an incident that is new, not one that changes', () => {
    expect(signalOf(filled, reduce(filled, { type: 'order_changed', order: anOrder('o2') }))).toBe('new');
    expect(signalOf(filled, reduce(filled, { type: 'incident_changed', incident: anIncident('i2') }))).toBe('new');
    const changed = anOrder('o1', { note: 'x' });
    expect(signalOf(filled, reduce(filled, { type: 'order_changed', order: changed }))).toBeNull();
  });

  it('is an order that may be late, before anything new', () => {
    const amber = reduce(filled, foreseen('o1', ['arrived', 20, true]));
    expect(signalOf(filled, amber)).toBe('amber');
    expect(signalOf(amber, amber)).toBeNull();
  });

  it('is a breach, before all else, once', () => {
    const breaches = { arrived: aBreach(900), on_video: null, reported: null };
    const escalations = [{ level: 'district', because: 'no_taker', at: instant(120) } as const];
    const red = reduce(filled, { type: 'order_changed', order: anOrder('o1', { breaches, escalations }) });
    expect(signalOf(filled, red)).toBe('red');
    const again = reduce(red, { type: 'order_changed', order: anOrder('o1', { breaches, escalations, note: 'x' }) });
    expect(signalOf(red, again)).toBeNull();
  });

  it('is an order handed up to this seat, and to no other', () => {
    const leader = { person: 'p2', name: 'leader', role: 'leader' } as const;
    const atLeader = reduce(filled, boardMessage({ viewer: leader, orders: [anOrder('o1')] }));
    const handedUp = (level: 'district' | 'leader') =>
      ({
        type: 'order_changed',
        order: anOrder('o1', { escalations: [{ level, because: 'half_gone', at: instant(450) }] }),
      }) as const;
    const heard = (seat: typeof filled, level: 'district' | 'leader') => signalOf(seat, reduce(seat, handedUp(level)));
    expect([heard(atLeader, 'leader'), heard(atLeader, 'district')]).toEqual(['handed_up', null]);
    expect([heard(filled, 'leader'), heard(filled, 'district')]).toEqual([null, 'handed_up']);
    const passedOn = anOrder('o1', { passed_on: { at: instant(60), by: 'p3' } });
    expect(signalOf(filled, reduce(filled, { type: 'order_changed', order: passedOn }))).toBe('handed_up');
  });

  it('is every open SOS, the latest first', () => {
    const board = reduce(
      emptyBoard,
      boardMessage({
        incidents: [
          anIncident('early', { kind: sos }),
          anIncident('late', { kind: sos, raised_at: instant(9) }),
          anIncident('over', { kind: sos, closed_at: instant(5) }),
          anIncident('fire'),
        ],
      }),
    );
    expect(openSos(board).map(({ id }) => id)).toEqual(['late', 'early']);
  });
});
