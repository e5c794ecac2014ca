/** Things of the board for tests, each plain but for what a test names. */
import type { Assignment } from '../protocol/Assignment';
import type { Breach } from '../protocol/Breach';
import type { ForecastView } from '../protocol/ForecastView';
import type { IncidentView } from '../protocol/IncidentView';
import type { LegsView } from '../protocol/LegsView';
import type { OrderView } from '../protocol/OrderView';
import type { PositionView } from '../protocol/PositionView';
import type { Stamp } from '../protocol/Stamp';
import type { ToViewer } from '../protocol/ToViewer';
import type { UnitView } from '../protocol/UnitView';

/** When the order of `anOrder` was sent; its clock starts then too. */
export const SENT = Date.parse('2026-11-23T08:00:00.000Z');

/** RFC 3339 of `seconds` after `SENT`. */
export function instant(seconds: number): string {
  return new Date(SENT + seconds * 1000).toISOString();
}

export function aPosition(other: Partial<PositionView> = {}): PositionView {
  return {
    lat: 47.14,
    lon: 9.52,
    accuracy_m: 8,
    speed_mps: null,
    heading_deg: null,
    battery_pct: null,
    mock: false,
    taken_at: instant(0),
    ...other,
  };
}

export function aUnit(id: string, other: Partial<UnitView> = {}): UnitView {
  return {
    id,
    name: `单兵 ${id}`,
    town: 't1',
    mode: 'car',
    state: 'available',
    live: false,
    position: aPosition(),
    heard_at: instant(0),
    shift_ends_at: null,
    reachability: null,
    ...other,
  };
}

export function anIncident(id: string, other: Partial<IncidentView> = {}): IncidentView {
  return {
    id,
    kind: 'fire',
    place: { name: '市政广场', address: '', lat: 47.14, lon: 9.52 },
    place_known: true,
    unit: null,
    town: null,
    caller: null,
    note: '',
    raised_at: instant(0),
    edited_at: null,
    closed_at: null,
    closed_because: null,
    merged_into: null,
    ...other,
  };
}

export function anOrder(id: string, other: Partial<OrderView> = {}): OrderView {
  return {
    id,
    kind: 'emergency',
    incident: null,
    place: { name: '市政广场', address: '施泰特勒街 1 号', lat: 47.141, lon: 9.5215 },
    addressee: { unit: 'u1' },
    note: '',
    status: 'open',
    sent_at: instant(0),
    started_at: instant(0),
    due_at: instant(900),
    due_at_latest: instant(900),
    limit_s: 900,
    ended_at: null,
    cancelled_because: null,
    lacks: 0,
    desk_due_at: null,
    passed_on: null,
    lead: null,
    there: [],
    escalations: [],
    assignments: [],
    legs: legs(),
    breaches: { arrived: null, on_video: null, reported: null },
    reports: [],
    checklist: [],
    messages: [],
    ...other,
  };
}

/** The legs of an order, none of them met but for `met`. */
export function legs(met: Partial<LegsView> = {}): LegsView {
  return { arrived: null, on_video: null, reported: null, arrival_detected: null, ...met };
}

/** A breach declared `seconds` after sending, which nobody has explained. */
export function aBreach(seconds: number, corrected: number | null = null): Breach {
  const corrected_at = corrected === null ? null : instant(corrected);
  return { declared_at: instant(seconds), corrected_at, explained: null };
}

export function assigned(unit: string, state: Assignment['state'], other: Partial<Assignment> = {}): Assignment {
  return {
    id: `${unit}-${state}`,
    unit,
    state,
    offered_at: instant(0),
    delivered: null,
    answered: null,
    under_way: null,
    withdrawn_at: null,
    declined_because: null,
    choice: null,
    met: { arrived: null, on_video: null, reported: null },
    notices: [],
    ...other,
  };
}

/** A stamp of `seconds` after sending, learnt `lateBy` seconds later. */
export function aStamp(seconds: number, lateBy = 0): Stamp {
  return { met_at: instant(seconds), learnt_at: instant(seconds + lateBy), error_ms: 0, unit: 'u1', by_hand: null };
}

/** What is foreseen for an order: one leg each, in percent, amber or not. */
export function foreseen(
  order: string,
  ...legs: [leg: ForecastView['leg'], in_time_pct: number, amber?: boolean][]
): ToViewer {
  const forecasts = legs.map(([leg, in_time_pct, amber = false]) => ({
    leg,
    at: instant(0),
    in_time_pct,
    expected_at: null,
    amber,
    cause: null,
    cure: null,
  }));
  return { type: 'forecasts', order, forecasts };
}

export function boardMessage(
  other: Partial<Extract<ToViewer, { type: 'board' }>> = {},
): Extract<ToViewer, { type: 'board' }> {
  return {
    type: 'board',
    version: 1,
    hall_time: instant(0),
    viewer: { person: 'p1', name: 'dispatcher', role: 'dispatcher' },
    seat: { rules_district: true, sees_district: true, has_roads: true },
    rule: 'nearest',
    towns: [
      { id: 't1', name: '瓦杜兹' },
      { id: 't2', name: 'Schaan' },
    ],
    desks: [],
    units: [],
    incidents: [],
    orders: [],
    ...other,
  };
}
