/**
 * Shapes of the hall that the generated protocol does not hold yet.
 *
 * Each stands here once, to be replaced by the generated one of the same name: then a type is imported from
 * `protocol`, a reader such as `sosUnit` becomes a plain field, and this file goes.
 */
import type { AssignmentId } from '../protocol/AssignmentId';
import type { Breach } from '../protocol/Breach';
import type { DispatchRule } from '../protocol/DispatchRule';
import type { IncidentId } from '../protocol/IncidentId';
import type { IncidentKind } from '../protocol/IncidentKind';
import type { IncidentView } from '../protocol/IncidentView';
import type { LatLon } from '../protocol/LatLon';
import type { NewIncident } from '../protocol/NewIncident';
import type { NewOffer } from '../protocol/NewOffer';
import type { OrderView } from '../protocol/OrderView';
import type { Place } from '../protocol/Place';
import type { Stamp } from '../protocol/Stamp';
import type { Timestamp } from '../protocol/Timestamp';
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

/** `PATCH /api/incidents/{id}`: what is to be otherwise. */
export type IncidentChange = Partial<{ kind: IncidentKind; place: Place; caller: Caller | null; note: string }>;

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

/** `POST /api/incidents/duplicates`: what is about to be entered; answered by incidents it may be the same as. */
export interface MaybeDuplicate {
  kind: IncidentKind;
  place: Place;
}

/** An incident that may be the one about to be entered, likeliest first. */
export interface Duplicate {
  incident: IncidentId;
  /** Percent. */
  score: number;
  metres: number;
  /** Seconds since it was entered. */
  age_s: number;
}

/** `POST /api/incidents/{id}/merge`: it is the same as another. */
export interface Merge {
  into: IncidentId;
}

/** A place that the gazetteer knows. */
export interface GazetteerHit extends LatLon {
  name: string;
  /** Street, town or what kind of place it is; may be empty. */
  detail: string;
  /** A stable name: `street`, `place`, `site`, `house_number`, `coordinates`, … */
  kind: string;
  /** How it was found: a stable name. */
  matched: string;
}

/** `GET /api/gazetteer?q=&lat=&lon=&most=`. */
export interface GazetteerAnswer {
  /** `none` while the hall has no map to search. */
  source: string;
  hits: GazetteerHit[];
}

/** `GET /api/gazetteer/nearest?lat=&lon=`: what a point is called; null where nothing is near. */
export type NearestAddress = GazetteerHit | null;

/** `POST /api/orders/{id}/offers` with a second unit, which leaves the first one asked. */
export type OfferBeside = NewOffer & { beside: true };

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

/** Whether a leg was confirmed by a person's word. */
export function byHand(stamp: Stamp): boolean {
  const { how } = stamp as Stamp & { how?: unknown };
  return how !== undefined && how !== null && how !== 'detected';
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

/** `POST /api/closures`: a road that nobody can pass. */
export interface NewClosure extends LatLon {
  radius_m?: number;
  note: string;
}

/** `GET /api/closures`: a closed road. */
export interface Closure extends LatLon {
  id: string;
  radius_m: number;
  note: string;
  streets: string[];
  closed_at: Timestamp;
}
