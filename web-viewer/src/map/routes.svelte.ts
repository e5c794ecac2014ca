/** The ways of the units that are going to open orders, asked for now and then. */
import { untrack } from 'svelte';
import type { Board } from '../board/board';
import type { Hall } from '../hall/http';
import type { OrderView } from '../protocol/OrderView';
import type { RouteView } from '../protocol/RouteView';
import type { OrderRoute } from './ground-features';

const FRESH_MS = 15_000;
/** Orders whose ways are asked for at once, what presses most first. */
const MOST = 12;

export class Routes {
  all = $state.raw<readonly OrderRoute[]>([]);

  /** Keeps the ways of `orders`, ids with commas between them, until the answer is called. Call from an effect. */
  follow(hall: Hall, orders: string): () => void {
    let gone = false;
    const ids = orders ? orders.split(',') : [];
    this.all = untrack(() => this.all).filter(({ order }) => ids.includes(order));
    const ask = async () => {
      const answers = await Promise.all(
        ids.map(async (order) => {
          // Without its way an order keeps its straight line.
          const routes = await hall.get<RouteView[]>(`/api/orders/${order}/routes`).catch(() => []);
          return routes.map((route) => ({ order, route }));
        }),
      );
      if (!gone) this.all = answers.flat();
    };
    if (ids.length > 0) void ask();
    const again = ids.length > 0 ? setInterval(ask, FRESH_MS) : undefined;
    return () => {
      gone = true;
      clearInterval(again);
    };
  }
}

/** The open orders that a unit is going to, ids with commas between them; `chosen` is among them first. */
export function travelled(board: Board, chosen: string | null): string {
  return [...board.orders.values()]
    .filter(
      (order) =>
        order.status === 'open' && order.assignments.some((asked) => goes(asked) && !order.there.includes(asked.unit)),
    )
    .sort((a, b) => Number(b.id === chosen) - Number(a.id === chosen) || dueText(a).localeCompare(dueText(b)))
    .slice(0, MOST)
    .map(({ id }) => id)
    .join(',');
}

function goes({ state }: OrderView['assignments'][number]): boolean {
  return state === 'accepted' || state === 'under_way';
}

function dueText({ due_at }: { due_at: string | null }): string {
  return due_at ?? '9';
}
