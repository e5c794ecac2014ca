/**
 * The unit's orders as the officer sees them: the hall's word, with what was tapped since laid over it.
 *
 * A tap shows at once and is marked until the hall confirms it; when the hall refuses, the mark goes and its word is
 * shown again. What a tap is allowed to bring about is the hall's to say.
 */
import { stands } from '../board/board';
import { type PartState, partState } from '../board/part';
import type { Assignment } from '../protocol/Assignment';
import type { AssignmentState } from '../protocol/AssignmentState';
import type { Entry } from '../protocol/Entry';
import type { OrderView } from '../protocol/OrderView';
import type { Report } from '../protocol/Report';
import { assignmentOf } from './entries';

/** An order with the unit's own part in it. */
export interface ShownOrder {
  order: OrderView;
  own: Assignment;
  /** The state of `own` with the taps laid over it. */
  state: AssignmentState;
  /** Whether the unit is at the place. */
  there: boolean;
  /** How far it has come, with both in it. */
  reached: PartState;
  /** What was tapped that the hall has not confirmed. */
  waiting: ReadonlySet<Entry['told']>;
  /** Reports that the hall has not confirmed. */
  reports: readonly Extract<Entry, { told: 'reported' }>[];
  /** Whether it waits for the officer's yes or no. */
  rings: boolean;
}

/** The unit's standing part in an order, if it has one. */
export function ownPart(order: OrderView, unit: string): Assignment | undefined {
  return order.assignments.findLast((each) => each.unit === unit && stands(each.state));
}

/**
 * The open orders in which `unit` has a part, those that ring first, then by urgency. `waiting` is what the hall has
 * not answered; `settling` is what it took while its new word of the order is still on the way.
 */
export function shownOrders(
  orders: Iterable<OrderView>,
  unit: string,
  waiting: readonly Entry[],
  settling: readonly Entry[] = [],
): ShownOrder[] {
  const shown: ShownOrder[] = [];
  for (const order of orders) {
    const own = order.status === 'open' ? ownPart(order, unit) : undefined;
    if (!own) continue;
    const mine = waiting.filter((each) => assignmentOf(each) === own.id);
    const laid = [...settling.filter((each) => assignmentOf(each) === own.id), ...mine];
    const state = laid.reduce(after, own.state);
    if (!stands(state)) continue;
    const there = order.there.includes(unit) || laid.some(({ told }) => told === 'arrived');
    const reached = partState(order, { unit, state }, there);
    const reports = mine
      .filter((each) => each.told === 'reported')
      .filter((each) => !isKnown(each, order.reports, unit));
    const rings = state === 'offered' || state === 'delivered';
    shown.push({ order, own, state, there, reached, waiting: new Set(mine.map(({ told }) => told)), reports, rings });
  }
  return shown.sort(
    (a, b) => Number(b.rings) - Number(a.rings) || due(a) - due(b) || (a.order.id < b.order.id ? -1 : 1),
  );
}

/** Whether the hall's word of the order holds the report already: that may come before the answer to it. */
function isKnown(report: ShownOrder['reports'][number], known: readonly Report[], unit: string): boolean {
  return known.some((each) => each.unit === unit && each.text === report.text && each.photo === report.photo);
}

function after(state: AssignmentState, { told }: Entry): AssignmentState {
  switch (told) {
    case 'received':
      return state === 'offered' ? 'delivered' : state;
    case 'accept':
      return state === 'offered' || state === 'delivered' ? 'accepted' : state;
    case 'decline':
      return state === 'offered' || state === 'delivered' ? 'declined' : state;
    case 'set_off':
      return stands(state) ? 'under_way' : state;
    default:
      return state;
  }
}

function due({ order }: ShownOrder): number {
  if (order.due_at) return Date.parse(order.due_at);
  return order.limit_s === null ? Number.MAX_SAFE_INTEGER : Date.parse(order.sent_at) + order.limit_s * 1000;
}
