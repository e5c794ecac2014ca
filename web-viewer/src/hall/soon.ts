/**
 * Shapes of the hall that the generated protocol does not hold yet.
 *
 * Each stands here once, to be replaced by the generated one of the same name: then a type is imported from
 * `protocol`, a reader such as `sosUnit` becomes a plain field, and this file goes.
 */
import type { AssignmentId } from '../protocol/AssignmentId';
import type { Breach } from '../protocol/Breach';
import type { DispatchRule } from '../protocol/DispatchRule';
import type { Entry } from '../protocol/Entry';
import type { ForecastView } from '../protocol/ForecastView';
import type { IncidentId } from '../protocol/IncidentId';
import type { IncidentKind } from '../protocol/IncidentKind';
import type { IncidentView } from '../protocol/IncidentView';
import type { LatLon } from '../protocol/LatLon';
import type { NewIncident } from '../protocol/NewIncident';
import type { OrderId } from '../protocol/OrderId';
import type { OrderView } from '../protocol/OrderView';
import type { Place } from '../protocol/Place';
import type { Stamp } from '../protocol/Stamp';
import type { Timestamp } from '../protocol/Timestamp';
import type { ToUnit } from '../protocol/ToUnit';
import type { ToViewer } from '../protocol/ToViewer';
import type { UnitId } from '../protocol/UnitId';
import type { UnitView } from '../protocol/UnitView';

/** `GET /api/rule`, `PUT /api/rule`: the rule in force. */
export interface Rule {
  rule: DispatchRule;
}

/** Whether a unit's phone would hear an order now, as tested. */
export interface Reachability {
  state: 'reachable' | 'doubtful' | 'dark';
  /** Stable names of what is wrong. */
  reasons: string[];
  since: Timestamp;
}

/** The last word on a unit's phone; null off duty, or if the hall does not test it. */
export function reachabilityOf(unit: UnitView): Reachability | null {
  return (unit as UnitView & { reachability?: Reachability | null }).reachability ?? null;
}

/** Who called about an incident. */
export interface Caller {
  name: string;
  phone: string;
}

/** `POST /api/incidents`. */
export type NewIncidentWithCaller = NewIncident & { caller?: Caller };

/** `PATCH /api/incidents/{id}`: what is to be otherwise; a caller without name and number is none. */
export type EditIncident = Partial<{ kind: IncidentKind; place: Place; caller: Caller; note: string }>;

/** What an incident will say besides. */
type IncidentSoon = IncidentView & {
  caller?: Caller | null;
  merged_into?: IncidentId | null;
  closed_because?: string | null;
  /** The unit in danger, if the kind is `sos`. */
  unit?: UnitId | null;
};

export function callerOf(incident: IncidentView): Caller | null {
  return (incident as IncidentSoon).caller ?? null;
}

export function mergedInto(incident: IncidentView): IncidentId | null {
  return (incident as IncidentSoon).merged_into ?? null;
}

export function closedBecause(incident: IncidentView): string | null {
  return (incident as IncidentSoon).closed_because ?? null;
}

/** Whether an officer is in danger. */
export function isSos(incident: IncidentView): boolean {
  return (incident.kind as string) === 'sos';
}

/** The unit that is in danger. */
export function sosUnit(incident: IncidentView): UnitId | null {
  return (incident as IncidentSoon).unit ?? null;
}

/** `POST /api/incidents/duplicates`: what somebody is about to tell. */
export interface DuplicateQuestion {
  kind: IncidentKind;
  at: LatLon;
  caller?: Caller;
}

/** An open incident that may be the same, likeliest first. */
export interface DuplicateView {
  incident: IncidentView;
  /** 0 to 1: it sorts, and is no probability. */
  score: number;
  distance_m: number;
  /** Seconds since it was entered. */
  age_s: number;
  same_kind: boolean;
  same_phone: boolean;
}

/** `POST /api/incidents/{id}/merge`: it is the same as another. */
export interface MergeInto {
  into: IncidentId;
}

/** A place that the gazetteer knows. */
export interface FoundPlace extends LatLon {
  /** What it is called; a street with its house number for an address. */
  name: string;
  /** Where that is in words; may be empty. */
  detail: string;
  /** A stable name: `street`, `address`, `hospital`, … */
  kind: string;
  /** How what was typed fits, a stable name: `exact`, `initials`, `typo`, … */
  matched: string;
}

/** `GET /api/gazetteer?q=&lat=&lon=&most=`. */
export interface PlacesFound {
  /** `none` while the hall understands coordinates only. */
  source: 'none' | 'district';
  places: FoundPlace[];
}

/** `GET /api/gazetteer/nearest?lat=&lon=`: what a point is called; null where nothing is near. */
export interface NearestAddress {
  source: 'none' | 'district';
  address: { name: string; town: string | null; away_m: number } | null;
}

/** Why a leg was late. */
export const LATE_REASONS = [
  'no_unit_free',
  'too_far',
  'traffic',
  'phone_dark',
  'declined',
  'wrong_place',
  'other',
] as const;
export type LateReason = (typeof LATE_REASONS)[number];

/** `POST /api/orders/{id}/breaches/{leg}/reason`. */
export interface BreachReason {
  reason: LateReason;
  note: string;
}

/** The reason that somebody gave for a breach. */
export function explanationOf(breach: Breach): BreachReason | null {
  return (breach as Breach & { explained?: BreachReason | null }).explained ?? null;
}

/** `POST /api/orders/{id}/arrived`: a unit is there, by the officer's word. */
export interface ArrivedByHand {
  assignment: AssignmentId;
  note?: string;
}

/** Whether somebody said that a leg was met, rather than that it was measured. */
export function byHand(stamp: Stamp): boolean {
  return ((stamp as Stamp & { by_hand?: unknown }).by_hand ?? null) !== null;
}

/** Who is asked to look after an order, from least to most. */
export const LEVELS = ['seat', 'town', 'district', 'leader'] as const;
export type Level = (typeof LEVELS)[number];

/** What is wrong with an order. */
export type Trouble = 'amber' | 'desk_silent' | 'no_taker' | 'half_gone' | 'breached';

/** How far an order has been carried up. */
export interface Escalation {
  level: Level;
  because: Trouble;
  at: Timestamp;
}

/** The highest level that an order has reached. */
export function escalationOf(order: OrderView): Escalation | null {
  const all = (order as OrderView & { escalations?: Escalation[] }).escalations ?? [];
  return all.reduce<Escalation | null>(
    (top, each) => (top && LEVELS.indexOf(top.level) >= LEVELS.indexOf(each.level) ? top : each),
    null,
  );
}

/** `POST /api/closures`: streets that nobody can pass; without a radius the nearest one, from crossing to crossing. */
export interface NewClosure extends LatLon {
  radius_m?: number;
  note?: string;
}

/** `GET /api/closures`: streets that are closed. */
export interface RoadClosure {
  id: string;
  at: LatLon;
  /** 0 for the nearest street from crossing to crossing. */
  radius_m: number;
  note: string;
  closed_at: Timestamp;
  /** The streets closed, by name, if the hall says so. */
  streets?: string[];
}

/** What is foreseen for one order, in place of what was before. */
export function foreseenIn(message: Extract<ToViewer, { type: 'forecasts' }>): {
  order: OrderId;
  forecasts: ForecastView[];
} {
  return message as typeof message & { order: OrderId };
}

/** The roads that are closed now, if `message` says so: `{type: 'closures_changed', closures}`. */
export function closuresIn(message: ToViewer): readonly RoadClosure[] | undefined {
  const said = message as { type: string; closures?: RoadClosure[] };
  return said.type === 'closures_changed' ? said.closures : undefined;
}

/** What stands in the way of an order. */
export interface Cause {
  /** A stable name: `not_moving`, `phone_dark`, … */
  cause: string;
  unit?: UnitId;
  /** Seconds since it began. */
  for_s?: number;
  /** How many units said no. */
  units?: number;
}

/** Why a leg may be late. */
export function causeOf({ cause }: ForecastView): Cause | null {
  const said: unknown = cause;
  return typeof said === 'string' ? { cause: said } : (said as Cause | null);
}

/** What a phone tells besides: a call for help, an arrival by the officer's own word. */
export type ToldSoon =
  | { told: 'sos'; place: LatLon | null }
  | { told: 'arrived'; order: OrderId; assignment: AssignmentId; by_hand: true };

/** Whether an entry calls for help. */
export function callsForHelp({ told }: Entry): boolean {
  return (told as string) === 'sos';
}

/** What the hall says of the phone's call for help: open or ended; undefined if `message` says nothing of it. */
export function sosIn(message: ToUnit): boolean | undefined {
  const said = message as { type: string; sos?: boolean; open?: boolean };
  if (said.type === 'welcome') return said.sos ?? false;
  return said.type === 'sos_changed' ? said.open : undefined;
}

/** Whether an incident's place stands for something. */
export function placeKnown(incident: IncidentView): boolean {
  return (incident as IncidentView & { place_known?: boolean }).place_known ?? true;
}
