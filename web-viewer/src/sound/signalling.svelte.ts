/** What is worth a sound at a seat, as the board changes. */
import { type Board, emptyBoard } from '../board/board';
import { turnedAmber } from '../board/outlook';
import type { IncidentView } from '../protocol/IncidentView';
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
  if (turnedAmber(before, board).length > 0) return 'amber';
  const orders = board.orders !== before.orders && [...board.orders.keys()].some((id) => !before.orders.has(id));
  const incidents =
    board.incidents !== before.incidents && [...board.incidents.keys()].some((id) => !before.incidents.has(id));
  return orders || incidents ? 'new' : null;
}
