import { describe, expect, it } from 'vitest';
import { emptyBoard } from '../board/board';
import { reduce } from '../board/reduce';
import { anIncident, anOrder, boardMessage, foreseen, instant } from '../board/samples';
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
