/**
 * What a seat is writing on each order.
 *
 * Looking at another order throws nothing away: what was written, what is being sent and why it was not are found again.
 */
import type { KeptFile } from '../attachments/attachment';
import type { MessageDraft } from '../messages/thread';

/** Orders that something may be left at; of more, those with nothing on them are forgotten first. */
const MOST = 50;

export class SeatDraft implements MessageDraft {
  message = $state('');
  file = $state.raw<KeptFile | null>(null);
  /** How much of what is attached is with the hall while it is sent, 0 to 1. */
  share = $state<number | null>(null);
  /** Why the last message was not sent; empty if it was. */
  fault = $state('');

  get isEmpty(): boolean {
    return this.message === '' && this.file === null && this.share === null && this.fault === '';
  }
}

export class SeatDrafts {
  readonly #all = new Map<string, SeatDraft>();

  /** What is being written on `order`. */
  of(order: string): SeatDraft {
    const known = this.#all.get(order);
    if (known) return known;
    if (this.#all.size >= MOST) this.#makeRoom();
    const fresh = new SeatDraft();
    this.#all.set(order, fresh);
    return fresh;
  }

  #makeRoom(): void {
    const all = [...this.#all];
    const idle = all.find(([, draft]) => draft.isEmpty) ?? all.find(([, draft]) => draft.share === null) ?? all[0];
    if (idle) this.#all.delete(idle[0]);
  }
}

const seats = new WeakMap<object, SeatDrafts>();

/** What a seat is writing; another seat on the same page, of somebody else, finds nothing of it. */
export function draftsOf(seat: object): SeatDrafts {
  const known = seats.get(seat) ?? new SeatDrafts();
  seats.set(seat, known);
  return known;
}
