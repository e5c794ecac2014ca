import { describe, expect, it } from 'vitest';
import { emptyBoard } from './board';
import { news } from './news';
import { reduce } from './reduce';
import {
  aBreach,
  anIncident,
  anOrder,
  aStamp,
  assigned,
  aUnit,
  boardMessage,
  foreseen,
  instant,
  legs,
} from './samples';
import { timeline } from './timeline';

const order = anOrder('o1', { assignments: [assigned('u1', 'delivered')] });
const board = reduce(emptyBoard, boardMessage({ units: [aUnit('u1')], orders: [order] }));

describe('news', () => {
  it('is no whole board and no repetition', () => {
    expect(news(emptyBoard, boardMessage({ orders: [order] }))).toEqual([]);
    expect(news(board, { type: 'order_changed', order })).toEqual([]);
    expect(news(board, { type: 'unit_changed', unit: aUnit('u1') })).toEqual([]);
  });

  it('is a desk that shows its camera, once, however often the socket comes back', () => {
    const live = { type: 'desk_live', town: 't1', live: true } as const;
    expect(news(board, live)).toEqual([{ what: 'desk_live', town: 't1' }]);
    const again = reduce(reduce(board, live), boardMessage({ desks: ['t1'] }));
    expect(news(again, live)).toEqual([]);
  });

  it('is a leg, a breach, a refusal, an end', () => {
    const legs = { ...order.legs, arrived: aStamp(10) };
    const breaches = { ...order.breaches, reported: aBreach(900) };
    const declined = [{ ...assigned('u1', 'declined'), id: 'u1-delivered' }];
    const next = anOrder('o1', { legs, breaches, assignments: declined, status: 'closed' });
    const all = news(board, { type: 'order_changed', order: next });
    expect(all.map(({ what }) => what)).toEqual(['leg_met', 'leg_breached', 'declined', 'order_ended']);
    const onwards = reduce(board, { type: 'order_changed', order: next });
    expect(news(onwards, { type: 'order_changed', order: next })).toEqual([]);
  });

  it('is an order that is handed up, by the hall or by its desk', () => {
    const escalations = [{ level: 'district', because: 'desk_silent', at: instant(60) } as const];
    const next = anOrder('o1', { escalations, passed_on: { at: instant(60), by: 'p1' } });
    expect(news(board, { type: 'order_changed', order: next }).slice(-2)).toMatchObject([
      { what: 'escalated', escalation: { because: 'desk_silent' } },
      { what: 'passed_on' },
    ]);
    expect(news(reduce(board, { type: 'order_changed', order: next }), { type: 'order_changed', order: next })).toEqual(
      [],
    );
  });

  it('is a new order, a new incident, a unit that goes live or is lost', () => {
    expect(news(board, { type: 'order_changed', order: anOrder('o2') })[0]?.what).toBe('order_new');
    expect(news(board, { type: 'incident_changed', incident: anIncident('i') })[0]?.what).toBe('incident_new');
    expect(news(board, { type: 'unit_changed', unit: aUnit('u1', { live: true }) })[0]?.what).toBe('live');
    expect(news(board, { type: 'unit_changed', unit: aUnit('u1', { state: 'unreachable' }) })[0]?.what).toBe(
      'unreachable',
    );
  });
});

describe('the timeline', () => {
  it('tells all that happened, oldest first', () => {
    const told = timeline(
      anOrder('o', {
        started_at: instant(2),
        assignments: [
          assigned('u1', 'declined', {
            delivered: { at: instant(2), learnt_at: instant(2) },
            answered: { at: instant(9), learnt_at: instant(9) },
            declined_because: 'too_far',
          }),
          assigned('u2', 'under_way', {
            offered_at: instant(20),
            delivered: { at: instant(21), learnt_at: instant(21) },
            answered: { at: instant(25), learnt_at: instant(25) },
            under_way: { at: instant(30), learnt_at: instant(30) },
          }),
        ],
        legs: legs({ arrived: aStamp(850, 100) }),
        breaches: {
          arrived: aBreach(900, 950),
          on_video: aBreach(900),
          reported: null,
        },
        status: 'cancelled',
        ended_at: instant(1000),
      }),
    );
    expect(told.map(({ what }) => what)).toEqual([
      'sent',
      'offered',
      'clock_started',
      'delivered',
      'declined',
      'offered',
      'delivered',
      'accepted',
      'under_way',
      'leg',
      'breach',
      'breach',
      'corrected',
      'ended',
    ]);
    expect(told.find(({ what }) => what === 'declined')).toMatchObject({ unit: 'u1', reason: 'too_far' });
  });

  it('tells of each unit that came, not of the first twice', () => {
    const none = { on_video: null, reported: null };
    const first = { ...aStamp(300), unit: 'u1' };
    const second = { ...aStamp(400), unit: 'u2' };
    const told = timeline(
      anOrder('o', {
        assignments: [
          assigned('u1', 'under_way', { met: { arrived: first, ...none } }),
          assigned('u2', 'under_way', { met: { arrived: second, ...none } }),
        ],
        legs: legs({ arrived: first }),
      }),
    );
    const came = told.filter(({ what }) => what === 'leg');
    expect(came).toMatchObject([
      { at: first.met_at, unit: 'u1' },
      { at: second.met_at, unit: 'u2' },
    ]);
  });

  it('tells how a phone that did not answer was told, and what became of it', () => {
    const told = timeline(
      anOrder('o', {
        assignments: [
          assigned('u1', 'offered', {
            notices: [
              { channel: 'push', at: instant(2), heard: { outcome: 'gone', at: instant(3) } },
              { channel: 'sms', at: instant(3), heard: null },
              { channel: 'call', at: instant(11), heard: { outcome: 'rang', at: instant(14) } },
            ],
          }),
        ],
      }),
    );
    const notices = told.filter(({ what }) => what === 'told' || what === 'heard');
    expect(notices).toEqual([
      { at: instant(2), what: 'told', by: 'push', unit: 'u1' },
      { at: instant(3), what: 'heard', by: 'push', outcome: 'gone', unit: 'u1' },
      { at: instant(3), what: 'told', by: 'sms', unit: 'u1' },
      { at: instant(11), what: 'told', by: 'call', unit: 'u1' },
      { at: instant(14), what: 'heard', by: 'call', outcome: 'rang', unit: 'u1' },
    ]);
  });

  it('tells who ticked what off, and who took a tick back', () => {
    const tick = (id: string, seconds: number, done: boolean, unit: string) => {
      const at = instant(seconds);
      return { id, done, unit, name: unit, at, learnt_at: at, error_ms: 0 };
    };
    const item = { id: 'gas_off', zh: '关燃气', en: 'Gas off' };
    const told = timeline(
      anOrder('o', { checklist: [{ ...item, ticks: [tick('t1', 310, true, 'u1'), tick('t2', 320, false, 'u2')] }] }),
    );
    expect(told.filter(({ what }) => what === 'checked')).toMatchObject([
      { at: instant(310), item, done: true, unit: 'u1' },
      { at: instant(320), item, done: false, unit: 'u2' },
    ]);
  });

  it('tells of a unit that was asked twice when it came first', () => {
    const none = { on_video: null, reported: null };
    const came = (seconds: number) => ({ met: { arrived: { ...aStamp(seconds), unit: 'u2' }, ...none } });
    const told = timeline(
      anOrder('o', {
        assignments: [assigned('u2', 'withdrawn', came(400)), assigned('u2', 'under_way', came(500))],
        legs: legs({ arrived: { ...aStamp(300), unit: 'u1' } }),
      }),
    );
    expect(told.filter(({ what }) => what === 'leg')).toMatchObject([
      { at: instant(300), unit: 'u1' },
      { at: instant(400), unit: 'u2' },
    ]);
    expect(told.filter(({ what }) => what === 'offered')).toHaveLength(2);
  });

  it('is an order that may be late, once', () => {
    const board = reduce(emptyBoard, boardMessage({ orders: [anOrder('o')] }));
    const message = foreseen('o', ['arrived', 9, true]);
    expect(news(board, message)).toMatchObject([{ what: 'amber', order: { id: 'o' } }]);
    expect(news(reduce(board, message), message)).toEqual([]);
  });
});
