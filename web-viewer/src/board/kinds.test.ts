import { describe, expect, it } from 'vitest';
import { emptyBoard } from './board';
import { incidentAfter, openIncidents } from './incident-list';
import { EVERY_KIND, ofKinds, showsOrder } from './kinds';
import { anIncident, anOrder, instant } from './samples';

describe('the kinds that are looked at', () => {
  const incidents = [
    anIncident('fire', { kind: 'fire', raised_at: instant(1) }),
    anIncident('flood', { kind: 'flooding', raised_at: instant(2) }),
    anIncident('danger', { kind: 'sos', raised_at: instant(0) }),
    anIncident('later', { kind: 'fire', raised_at: instant(3) }),
  ];
  const board = { ...emptyBoard, incidents: new Map(incidents.map((each) => [each.id, each])) };
  const fires = { ...EVERY_KIND, incident: 'fire' } as const;

  it('are the only ones listed and walked through, but for an officer in danger', () => {
    expect(openIncidents(board, EVERY_KIND).map(({ id }) => id)).toEqual(['danger', 'later', 'flood', 'fire']);
    expect(openIncidents(board, fires).map(({ id }) => id)).toEqual(['danger', 'later', 'fire']);
    expect(incidentAfter(board, fires, 'later', 1)?.id).toBe('fire');
  });

  it('are asked of orders by themselves', () => {
    const routine = anOrder('o1', { kind: 'routine' });
    expect(showsOrder(EVERY_KIND, routine)).toBe(true);
    expect(showsOrder(fires, routine)).toBe(true);
    expect(showsOrder({ ...EVERY_KIND, order: 'emergency' }, routine)).toBe(false);
  });

  it('are the only ones on the map, with whatever is chosen', () => {
    const nothing = { order: null, incident: null };
    expect(ofKinds(board, EVERY_KIND, nothing)).toBe(board);
    expect([...ofKinds(board, fires, nothing).incidents.keys()]).toEqual(['fire', 'danger', 'later']);
    expect([...ofKinds(board, fires, { order: null, incident: 'flood' }).incidents.keys()]).toHaveLength(4);
  });
});
