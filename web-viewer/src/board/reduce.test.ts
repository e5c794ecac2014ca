import { describe, expect, it } from 'vitest';
import type { ToViewer } from '../protocol/ToViewer';
import { type Board, emptyBoard, ordersOf } from './board';
import { reduce } from './reduce';
import { anIncident, anOrder, aPosition, assigned, aUnit, boardMessage } from './samples';

const filled = reduce(emptyBoard, boardMessage({ units: [aUnit('u1'), aUnit('u2')], orders: [anOrder('o1')] }));

describe('folding messages into a board', () => {
  it('takes a whole board in place of what was known', () => {
    const next = reduce(filled, boardMessage({ rule: 'cover', units: [aUnit('u9')], incidents: [anIncident('i1')] }));
    expect([...next.units.keys()]).toEqual(['u9']);
    expect([...next.incidents.keys()]).toEqual(['i1']);
    expect(next.orders.size).toBe(0);
    expect(next.filled).toBe(true);
    expect(next.viewer?.role).toBe('dispatcher');
    expect([filled.rule, next.rule]).toEqual(['nearest', 'cover']);
    const desk = { rules_district: false, sees_district: false, has_roads: true };
    expect(reduce(next, boardMessage({ rule: 'cover', seat: desk }))).toMatchObject({ rule: 'cover', seat: desk });
  });

  it('knows that there is no room for recordings until the hall says otherwise or shows its board anew', () => {
    const short = reduce(filled, { type: 'recording_room', short: true });
    expect([filled.noRoomToRecord, short.noRoomToRecord]).toEqual([false, true]);
    expect(reduce(short, { type: 'recording_room', short: false }).noRoomToRecord).toBe(false);
    expect(reduce(short, boardMessage({})).noRoomToRecord).toBe(false);
  });

  it('knows who speaks until the hall says otherwise or shows its board anew', () => {
    const one = reduce(filled, { type: 'speaking', units: ['u1'], desks: [] });
    const others = reduce(one, { type: 'speaking', units: ['u2'], desks: ['t1'] });
    expect([filled, one, others].map(({ speaking }) => [...speaking])).toEqual([[], ['u1'], ['u2', 't1']]);
    expect(reduce(one, { type: 'unit_changed', unit: aUnit('u2') }).speaking).toBe(one.speaking);
    expect(reduce(others, { type: 'speaking', units: [], desks: [] }).speaking.size).toBe(0);
    expect(reduce(others, boardMessage({})).speaking.size).toBe(0);
  });

  it('knows which desks are live from the first board on, and from every later one', () => {
    const live = reduce(filled, boardMessage({ desks: ['t2'] }));
    expect([[...filled.desks], [...live.desks]]).toEqual([[], ['t2']]);
    const both = reduce(live, { type: 'desk_live', town: 't1', live: true });
    expect([...both.desks]).toEqual(['t2', 't1']);
    expect([...reduce(both, { type: 'desk_live', town: 't2', live: false }).desks]).toEqual(['t1']);
    expect([...reduce(both, boardMessage({ desks: ['t1'] })).desks]).toEqual(['t1']);
  });

  it('replaces a unit, an incident, an order by id and leaves the rest alone', () => {
    let board: Board = reduce(filled, { type: 'unit_changed', unit: aUnit('u1', { live: true }) });
    expect(board.units.get('u1')?.live).toBe(true);
    expect(board.units.get('u2')).toBe(filled.units.get('u2'));
    board = reduce(board, { type: 'order_changed', order: anOrder('o1', { status: 'closed' }) });
    expect(board.orders.get('o1')?.status).toBe('closed');
    board = reduce(board, { type: 'incident_changed', incident: anIncident('i7') });
    expect(board.incidents.has('i7')).toBe(true);
    expect(filled.orders.get('o1')?.status).toBe('open');
    expect(filled.incidents.size).toBe(0);
  });

  it('moves known units and passes over strangers', () => {
    const position = aPosition({ lat: 47.2, taken_at: '2026-11-23T08:00:05.000Z' });
    const message: ToViewer = {
      type: 'units_moved',
      units: [
        { unit: 'u1', position },
        { unit: 'nobody', position },
      ],
    };
    const board = reduce(filled, message);
    expect(board.units.get('u1')?.position).toBe(position);
    expect(board.units.get('u1')?.heard_at).toBe('2026-11-23T08:00:05.000Z');
    expect(board.units.has('nobody')).toBe(false);
    expect(board.units.get('u2')).toBe(filled.units.get('u2'));
  });

  it('does not let an old fix make a unit look unheard', () => {
    const heard = reduce(filled, { type: 'unit_changed', unit: aUnit('u1', { heard_at: '2026-11-23T09:00:00.000Z' }) });
    const position = aPosition({ taken_at: '2026-11-23T08:00:00.000Z' });
    const board = reduce(heard, { type: 'units_moved', units: [{ unit: 'u1', position }] });
    expect(board.units.get('u1')?.heard_at).toBe('2026-11-23T09:00:00.000Z');
  });

  it('passes over what says nothing of the board, and what it does not know', () => {
    expect(reduce(filled, { type: 'bye', reason: 'stopping', detail: '' })).toBe(filled);
    expect(reduce(filled, { type: 'unknown' })).toBe(filled);
    expect(reduce(filled, { type: 'drone_landed' } as unknown as ToViewer)).toBe(filled);
  });

  it('finds the open orders a unit has to do with, the latest first', () => {
    const board = reduce(
      emptyBoard,
      boardMessage({
        orders: [
          anOrder('old', { sent_at: '2026-11-23T08:00:00.000Z', assignments: [assigned('u1', 'accepted')] }),
          anOrder('new', { sent_at: '2026-11-23T08:09:00.000Z', assignments: [assigned('u1', 'offered')] }),
          anOrder('no', { assignments: [assigned('u1', 'declined')] }),
          anOrder('over', { status: 'closed', assignments: [assigned('u1', 'accepted')] }),
          anOrder('other', { assignments: [assigned('u2', 'accepted')] }),
        ],
      }),
    );
    expect(ordersOf(board, 'u1').map(({ id }) => id)).toEqual(['new', 'old']);
  });
});
