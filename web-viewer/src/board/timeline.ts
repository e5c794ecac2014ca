/** What happened to an order, as one list by time. */
import type { AssignmentState } from '../protocol/AssignmentState';
import type { Channel } from '../protocol/Channel';
import type { CheckedItem } from '../protocol/CheckedItem';
import type { DeclineReason } from '../protocol/DeclineReason';
import type { Leg } from '../protocol/Leg';
import type { NoticeOutcome } from '../protocol/NoticeOutcome';
import type { OrderView } from '../protocol/OrderView';
import { LEGS } from './legs';

export type Happening = { at: string } & (
  | { what: 'sent' }
  | { what: 'clock_started' }
  | { what: Exclude<AssignmentState, 'declined'>; unit: string }
  | { what: 'declined'; unit: string; reason: DeclineReason | null }
  | { what: 'told'; by: Channel; unit: string }
  | { what: 'heard'; by: Channel; outcome: NoticeOutcome; unit: string }
  | { what: 'leg'; leg: Leg; unit: string }
  | { what: 'checked'; item: CheckedItem; done: boolean; unit: string }
  | { what: 'breach'; leg: Leg }
  | { what: 'corrected'; leg: Leg }
  | { what: 'ended' }
);

/** All that happened to `order`, oldest first. */
export function timeline(order: OrderView): Happening[] {
  const all: Happening[] = [{ at: order.sent_at, what: 'sent' }];
  if (order.started_at) all.push({ at: order.started_at, what: 'clock_started' });
  for (const asked of order.assignments) all.push(...part(asked));
  for (const leg of LEGS) {
    const breach = order.breaches[leg];
    for (const [unit, at] of firstMet(order, leg)) all.push({ at, what: 'leg', leg, unit });
    if (breach) all.push({ at: breach.declared_at, what: 'breach', leg });
    if (breach?.corrected_at) all.push({ at: breach.corrected_at, what: 'corrected', leg });
  }
  for (const item of order.checklist)
    for (const { at, done, unit } of item.ticks) all.push({ at, what: 'checked', item, done, unit });
  if (order.ended_at) all.push({ at: order.ended_at, what: 'ended' });
  return all.sort((a, b) => a.at.localeCompare(b.at));
}

/** When each unit met `leg` first: the order's own stamp for whoever was first of all, however often a unit was asked. */
function firstMet(order: OrderView, leg: Leg): Map<string, string> {
  const first = new Map<string, string>();
  for (const { unit, met } of order.assignments) {
    const at = met[leg]?.met_at;
    const known = first.get(unit);
    if (at && (!known || at < known)) first.set(unit, at);
  }
  const stamp = order.legs[leg];
  if (stamp) first.set(stamp.unit, stamp.met_at);
  return first;
}

function part(asked: OrderView['assignments'][number]): Happening[] {
  const { unit } = asked;
  const all: Happening[] = [{ at: asked.offered_at, what: 'offered', unit }];
  for (const { channel: by, at, heard } of asked.notices) {
    all.push({ at, what: 'told', by, unit });
    if (heard) all.push({ at: heard.at, what: 'heard', by, outcome: heard.outcome, unit });
  }
  if (asked.delivered) all.push({ at: asked.delivered.at, what: 'delivered', unit });
  if (asked.answered) {
    const { at } = asked.answered;
    const declined = asked.state === 'declined';
    all.push(
      declined ? { at, what: 'declined', unit, reason: asked.declined_because } : { at, what: 'accepted', unit },
    );
  }
  if (asked.under_way) all.push({ at: asked.under_way.at, what: 'under_way', unit });
  if (asked.withdrawn_at) all.push({ at: asked.withdrawn_at, what: 'withdrawn', unit });
  return all;
}
