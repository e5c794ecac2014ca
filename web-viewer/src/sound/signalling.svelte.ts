/** What is worth a sound at a seat, as the board changes. */
import { type Board, emptyBoard } from '../board/board';
import { isToldAt, toldAnew } from '../board/escalation';
import { LEGS } from '../board/legs';
import { turnedAmber } from '../board/outlook';
import type { IncidentView } from '../protocol/IncidentView';
import type { OrderView } from '../protocol/OrderView';
import { type Signal, Signals } from './signals';

export class Signalling {
  readonly #signals = new Signals((audible) => {
    this.audible = audible;
  });
  #board = emptyBoard;

  /** Whether the browser lets the page make a sound. */
  audible = $state(false);
  muted = $state(this.#signals.muted);
  /** The SOSs that somebody at this seat has seen. */
  seen = $state.raw<ReadonlySet<string>>(new Set());

  /** Whoever has just signed in has touched the page. */
  constructor() {
    if (globalThis.navigator?.userActivation?.hasBeenActive) this.wake();
  }

  wake(): void {
    this.#signals.wake();
  }

  toggle(): void {
    this.muted = !this.muted;
    this.#signals.mute(this.muted);
  }

  /** Somebody at this seat has seen the SOS: it is silent here from now on. */
  acknowledge(incident: string): void {
    this.seen = new Set([...this.seen, incident]);
    this.#alarm();
  }

  /** Sounds what `board` has that the one before had not. The first one is no news: all in it may be old. */
  hear(board: Board): void {
    const before = this.#board;
    this.#board = board;
    const signal = before.filled ? signalOf(before, board) : null;
    if (signal) this.#signals.play(signal);
    this.#alarm();
  }

  close(): void {
    this.#signals.close();
  }

  #alarm(): void {
    this.#signals.sos(openSos(this.#board).some(({ id }) => !this.seen.has(id)));
  }
}

/** The officers in danger, the latest first. */
export function openSos(board: Board): IncidentView[] {
  return [...board.incidents.values()]
    .filter((incident) => incident.closed_at === null && incident.kind === 'sos')
    .sort((a, b) => b.raised_at.localeCompare(a.raised_at));
}

/** What sounds as `before` becomes `board`: of several things the one that presses most. */
export function signalOf(before: Board, board: Board): Signal | null {
  const changed = changedOrders(before, board);
  if (changed.some(([known, order]) => LEGS.some((leg) => order.breaches[leg] && !known.breaches[leg]))) return 'red';
  if (changed.some(([known, order]) => isHandedUp(board, known, order))) return 'handed_up';
  if (turnedAmber(before, board).length > 0) return 'amber';
  const orders = board.orders !== before.orders && [...board.orders.keys()].some((id) => !before.orders.has(id));
  const incidents =
    board.incidents !== before.incidents && [...board.incidents.keys()].some((id) => !before.incidents.has(id));
  return orders || incidents ? 'new' : null;
}

/** The orders of both that are not the same, as each was and is. */
function changedOrders(before: Board, board: Board): [OrderView, OrderView][] {
  if (before.orders === board.orders) return [];
  return [...board.orders.values()].flatMap((order): [OrderView, OrderView][] => {
    const known = before.orders.get(order.id);
    return known && known !== order ? [[known, order]] : [];
  });
}

/** Whether it is for this seat to know that `order` is not where it was `known`: with its desk, or on a lower step. */
function isHandedUp(board: Board, known: OrderView, order: OrderView): boolean {
  if (toldAnew(known, order).some(({ level }) => isToldAt(board.viewer, level))) return true;
  return order.passed_on !== null && known.passed_on === null && isToldAt(board.viewer, 'district');
}
