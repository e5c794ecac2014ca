/** What a board no longer shows: orders and incidents that ended long ago. */
import type { Board } from './board';

/** How long an order or an incident that has ended is still shown. */
export const SHOWN_MS = 24 * 3_600_000;

/** `board` without what had ended a day before `now`; the same board if there is nothing to forget. */
export function forget(board: Board, now: number): Board {
  const orders = keep(board.orders, ({ ended_at }) => ended_at, now);
  const incidents = keep(board.incidents, ({ closed_at }) => closed_at, now);
  return orders === board.orders && incidents === board.incidents ? board : { ...board, orders, incidents };
}

function keep<Thing>(
  all: ReadonlyMap<string, Thing>,
  endOf: (thing: Thing) => string | null,
  now: number,
): ReadonlyMap<string, Thing> {
  const kept = [...all].filter(([, thing]) => {
    const end = endOf(thing);
    return end === null || now - Date.parse(end) < SHOWN_MS;
  });
  return kept.length === all.size ? all : new Map(kept);
}
