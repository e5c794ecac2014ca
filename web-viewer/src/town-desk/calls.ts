/** Which orders call a town's desk: those sent to the town that no unit has been asked for, or none any more. */
import { type Board, stands } from '../board/board';
import { byUrgency } from '../board/order-list';
import type { OrderView } from '../protocol/OrderView';

/** The open orders sent to `town`, what presses most first. */
export function sentToTown(board: Board, town: string): OrderView[] {
  const sent = [...board.orders.values()].filter(
    ({ status, addressee }) => status === 'open' && 'town' in addressee && addressee.town === town,
  );
  return byUrgency(sent);
}

/** Whether `order` waits for its desk to give it on: nobody else decides who goes, and nobody goes yet. */
export function calls(order: OrderView): boolean {
  return order.passed_on === null && !order.assignments.some(({ state }) => stands(state));
}
