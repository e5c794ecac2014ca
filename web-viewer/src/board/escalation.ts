/** How far an order has been handed up, from the seat to the leader. */
import type { Escalation } from '../protocol/Escalation';
import type { EscalationLevel } from '../protocol/EscalationLevel';
import type { OrderView } from '../protocol/OrderView';
import type { SessionView } from '../protocol/SessionView';

const HEIGHTS: Record<EscalationLevel, number> = { seat: 0, town: 1, district: 2, leader: 3 };

/** Who is told at which seat; an administrator is told of no order. */
const TOLD_AT: Partial<Record<SessionView['role'], readonly EscalationLevel[]>> = {
  dispatcher: ['seat', 'district'],
  town_desk: ['town'],
  leader: ['leader'],
};

/** Whether it is the seat of `viewer` that is told at `level`. */
export function isToldAt(viewer: SessionView | null, level: EscalationLevel): boolean {
  return viewer !== null && (TOLD_AT[viewer.role]?.includes(level) ?? false);
}

/** Who was told of `order` since it was `known`, but for what is said as amber or a breach already. */
export function toldAnew(known: OrderView, order: OrderView): Escalation[] {
  const before = new Set(known.escalations.map(({ level }) => level));
  return order.escalations.filter(
    ({ level, because }) => !before.has(level) && because !== 'amber' && because !== 'breached',
  );
}

/** The highest that `order` has reached, the earliest of several; null if nobody was told. */
export function highestEscalation(order: OrderView): Escalation | null {
  return order.escalations.reduce<Escalation | null>(
    (top, each) => (top && HEIGHTS[top.level] >= HEIGHTS[each.level] ? top : each),
    null,
  );
}
