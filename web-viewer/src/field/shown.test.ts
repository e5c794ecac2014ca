import { expect, test } from 'vitest';
import type { Assignment } from '../protocol/Assignment';
import type { Entry } from '../protocol/Entry';
import type { OrderView } from '../protocol/OrderView';
import { ownPart, shownOrders } from './shown';

const UNIT = 'u1';
const none = { arrived: null, on_video: null, reported: null };

const part = (id: string, state: Assignment['state'], unit = UNIT): Assignment => ({
  id,
  unit,
  state,
  offered_at: '2026-11-23T08:00:00.000Z',
  delivered: null,
  answered: null,
  under_way: null,
  withdrawn_at: null,
  declined_because: null,
  choice: null,
  met: { arrived: null, on_video: null, reported: null },
  notices: [],
});

const order = (id: string, over: Partial<OrderView> = {}): OrderView => ({
  id,
  kind: 'emergency',
  incident: null,
  place: { name: 'Marktplatz', address: '', lat: 47.14, lon: 9.52 },
  addressee: { unit: UNIT },
  note: '',
  status: 'open',
  sent_at: '2026-11-23T08:00:00.000Z',
  started_at: '2026-11-23T08:00:05.000Z',
  due_at: '2026-11-23T08:15:05.000Z',
  due_at_latest: '2026-11-23T08:15:05.000Z',
  limit_s: 900,
  ended_at: null,
  cancelled_because: null,
  assignments: [part(`${id}-a`, 'delivered')],
  lacks: 0,
  desk_due_at: null,
  passed_on: null,
  lead: null,
  there: [],
  escalations: [],
  legs: { ...none, arrival_detected: null },
  breaches: none,
  reports: [],
  checklist: [],
  messages: [],
  ...over,
});

let made = 0;
const tap = (told: Record<string, unknown>, id = 'o'): Entry =>
  ({
    id: `e${made++}`,
    at: '2026-11-23T08:01:00.000Z',
    at_error_ms: 5,
    order: id,
    assignment: `${id}-a`,
    ...told,
  }) as Entry;

test('a tap shows at once and is marked as waiting', () => {
  const [shown] = shownOrders([order('o')], UNIT, [tap({ told: 'accept' }), tap({ told: 'set_off' })]);
  expect([shown?.state, shown?.rings, [...(shown?.waiting ?? [])]]).toEqual([
    'under_way',
    false,
    ['accept', 'set_off'],
  ]);
});

test('who is there is shown as there, by the hall’s word or by a tap', () => {
  const going = order('o', { assignments: [part('o-a', 'under_way')] });
  const look = (from: OrderView, waiting: Entry[] = [], settling: Entry[] = []) => {
    const [shown] = shownOrders([from], UNIT, waiting, settling);
    return [shown?.there, shown?.reached, shown?.waiting.has('arrived')];
  };
  expect(look(going)).toEqual([false, 'under_way', false]);
  expect(look({ ...going, there: ['u2', UNIT] })).toEqual([true, 'there', false]);
  const arrived = tap({ told: 'arrived', by_hand: true });
  expect(look(going, [arrived])).toEqual([true, 'there', true]);
  expect(look(going, [], [arrived])).toEqual([true, 'there', false]);
});

test('what the hall took does not flicker back before its word comes, and is not marked', () => {
  const [shown] = shownOrders([order('o')], UNIT, [], [tap({ told: 'accept' })]);
  expect([shown?.state, shown?.rings, shown?.waiting.size]).toEqual(['accepted', false, 0]);
});

test('without the tap, as after a refusal, the hall’s word is shown again', () => {
  expect(shownOrders([order('o')], UNIT, [])[0]).toMatchObject({ state: 'delivered', rings: true });
});

test('a declined order goes at once', () => {
  expect(shownOrders([order('o')], UNIT, [tap({ told: 'decline', reason: 'engaged' })])).toEqual([]);
});

test('an old no does not hide a new offer', () => {
  const again = order('o', { assignments: [part('o-a', 'declined'), part('o-b', 'offered')] });
  const [shown] = shownOrders([again], UNIT, [tap({ told: 'decline', reason: 'engaged' })]);
  expect(shown?.own.id).toBe('o-b');
  expect(shown?.rings).toBe(true);
});

test.each(['closed', 'cancelled', 'expired'] as const)('a %s order is not shown', (status) => {
  expect(shownOrders([order('o', { status })], UNIT, [])).toEqual([]);
});

test('another unit’s part is not ours', () => {
  expect(ownPart(order('o', { assignments: [part('x', 'offered', 'u2')] }), UNIT)).toBeUndefined();
});

test('what rings comes first, then what is due first', () => {
  const taken = (id: string, due: string) => order(id, { due_at: due, assignments: [part(`${id}-a`, 'accepted')] });
  const all = [
    taken('late', '2026-11-23T08:20:00.000Z'),
    taken('soon', '2026-11-23T08:10:00.000Z'),
    order('rings', { due_at: null, started_at: null }),
  ];
  expect(shownOrders(all, UNIT, []).map(({ order: { id } }) => id)).toEqual(['rings', 'soon', 'late']);
});

test('reports on their way belong to their order', () => {
  const report = tap({ told: 'reported', text: 'fire is out', photo: null });
  const [first, second] = shownOrders([order('o'), order('p')], UNIT, [report]);
  expect([first?.reports, second?.reports]).toEqual([[report], []]);
});

test('a report that the hall knows before it answers is not shown twice', () => {
  const report = tap({ told: 'reported', text: 'fire is out', photo: null });
  const kept = {
    id: report.id,
    unit: UNIT,
    at: report.at,
    error_ms: 0,
    learnt_at: report.at,
    text: 'fire is out',
    photo: null,
  };
  const reportsOf = (reports: OrderView['reports']) =>
    shownOrders([order('o', { reports })], UNIT, [report])[0]?.reports;
  expect(reportsOf([kept])).toEqual([]);
  expect(reportsOf([{ ...kept, unit: 'u2' }])).toEqual([report]);
});
