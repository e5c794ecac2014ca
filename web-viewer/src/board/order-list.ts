/** The sequence of orders on the screen: what presses most comes first. */
import type { OrderView } from '../protocol/OrderView';
import { allMet } from './countdown';

/** Running orders by time left, then those whose legs are all met, then the ended ones, newest first. */
export function byUrgency(orders: Iterable<OrderView>): OrderView[] {
  return [...orders].sort((a, b) => rank(a) - rank(b) || within(a, b) || (a.id < b.id ? -1 : 1));
}

function rank(order: OrderView): number {
  if (order.status !== 'open') return 2;
  return allMet(order) ? 1 : 0;
}

function within(a: OrderView, b: OrderView): number {
  if (a.status !== 'open') return (b.ended_at ?? b.sent_at).localeCompare(a.ended_at ?? a.sent_at);
  if (allMet(a)) return b.sent_at.localeCompare(a.sent_at);
  return due(a) - due(b) || b.sent_at.localeCompare(a.sent_at);
}

function due(order: OrderView): number {
  const at = order.due_at ?? order.due_at_latest;
  return at === null ? Number.MAX_SAFE_INTEGER : Date.parse(at);
}
