/** How far an order has been handed up, from the seat to the leader. */
import type { Escalation } from '../protocol/Escalation';
import type { EscalationLevel } from '../protocol/EscalationLevel';
import type { OrderView } from '../protocol/OrderView';

const HEIGHTS: Record<EscalationLevel, number> = { seat: 0, town: 1, district: 2, leader: 3 };

/** The highest that `order` has reached, the earliest of several; null if nobody was told. */
export function highestEscalation(order: OrderView): Escalation | null {
  return order.escalations.reduce<Escalation | null>(
    (top, each) => (top && HEIGHTS[top.level] >= HEIGHTS[each.level] ? top : each),
    null,
  );
}
