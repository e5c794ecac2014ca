/** How the three legs of an order stand: pending, met, met late, breached, a breach corrected, or unmet. */
import type { Leg } from '../protocol/Leg';
import type { OrderView } from '../protocol/OrderView';

/** In the sequence in which a screen shows them. */
export const LEGS = ['arrived', 'on_video', 'reported'] as const satisfies readonly Leg[];

export interface LegLook {
  leg: Leg;
  /** `unmet` is one that was pending when its order ended. */
  state: 'pending' | 'met' | 'met_late' | 'breached' | 'corrected' | 'unmet';
  /** When it was met (RFC 3339), if it was. */
  metAt: string | null;
  /** When the hall learnt of it, if that was noticeably later. */
  learntAt: string | null;
  /** How far `metAt` may be off, in milliseconds. */
  errorMs: number;
  /** Whether somebody's word stands in for the positions. */
  byHand: boolean;
  /** When the breach was declared, if one was. */
  breachedAt: string | null;
}

/** A stamp that comes this much later than what it stamps is said to be learnt late. */
const LATE_NEWS_MS = 5_000;

/** How `leg` of `order` stands. */
export function legLook(order: OrderView, leg: Leg): LegLook {
  const stamp = order.legs[leg];
  const breach = order.breaches[leg];
  const late = stamp !== null && Date.parse(stamp.learnt_at) - Date.parse(stamp.met_at) > LATE_NEWS_MS;
  return {
    leg,
    state: state(order, leg),
    metAt: stamp?.met_at ?? null,
    learntAt: late ? stamp.learnt_at : null,
    errorMs: stamp?.error_ms ?? 0,
    byHand: (stamp?.by_hand ?? null) !== null,
    breachedAt: breach?.declared_at ?? null,
  };
}

function state(order: OrderView, leg: Leg): LegLook['state'] {
  const stamp = order.legs[leg];
  const breach = order.breaches[leg];
  if (stamp === null && breach) return 'breached';
  if (stamp === null) return order.status === 'open' ? 'pending' : 'unmet';
  if (breach) return breach.corrected_at ? 'corrected' : 'met_late';
  return order.due_at !== null && Date.parse(stamp.met_at) > Date.parse(order.due_at) ? 'met_late' : 'met';
}
