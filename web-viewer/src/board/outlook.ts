/** What is foreseen of an order: its leg that is likeliest to be late, for the one look that a list gives it. */
import type { ForecastView } from '../protocol/ForecastView';
import type { OrderView } from '../protocol/OrderView';
import { type Board, stands } from './board';

/** The forecast of the open leg of `order` that is likeliest to be late; undefined if nothing is foreseen. */
export function outlook(board: Board, order: OrderView): ForecastView | undefined {
  if (order.status !== 'open') return undefined;
  const open =
    board.forecasts.get(order.id)?.filter(({ leg }) => order.legs[leg] === null && !order.breaches[leg]) ?? [];
  return open.reduce<ForecastView | undefined>(
    (worst, each) => (worst && worse(worst, each) ? worst : each),
    undefined,
  );
}

/** Whom an open order that nobody has to do with waits for: the town's desk, or any unit; null if somebody has. */
export function waitsFor(order: OrderView): 'desk' | 'unit' | null {
  if (order.status !== 'open' || order.assignments.some(({ state }) => stands(state))) return null;
  return order.desk_due_at === null ? 'unit' : 'desk';
}

/** The orders for which an alarm is raised in `board` that was not in `before`. */
export function turnedAmber(before: Board, board: Board): OrderView[] {
  if (board.forecasts === before.forecasts) return [];
  return [...board.orders.values()].filter(
    (order) => outlook(board, order)?.amber && !before.forecasts.get(order.id)?.some(({ amber }) => amber),
  );
}

function worse(a: ForecastView, b: ForecastView): boolean {
  if (a.amber !== b.amber) return a.amber;
  return a.in_time_pct <= b.in_time_pct;
}
