/**
 * Orders sent with one press, each to be taken back for five seconds.
 *
 * Nothing is asked before sending: seconds count, and a mistake is undone by cancelling the order.
 */
import type { Hall } from '../hall/http';
import { SentAgain } from '../hall/sent-again';
import type { NewOrder } from '../protocol/NewOrder';
import type { OrderView } from '../protocol/OrderView';
import type { Reason } from '../protocol/Reason';
import type { SuggestedMove } from '../protocol/SuggestedMove';

/** How long an order can be taken back. */
export const UNDO_MS = 5_000;
/** How long it is said that it was taken back, or why not. */
const SAID_MS = 4_000;
/** What stands on record as the reason for an order that was taken back; pages say it in words. */
export const UNDONE = 'undone';

/** An order just sent, or what became of taking it back. */
export interface Sent {
  order: string;
  /** Who was sent, in words. */
  name: string;
  /** Where to, in words; empty for a move. */
  place: string;
  /** Until when it can be taken back, on the monotonic clock. */
  until: number;
  state: 'sent' | 'undoing' | 'undone' | { fault: unknown };
}

export class Dispatching {
  readonly #hall: Hall;
  readonly #learnt: (order: OrderView) => void;
  readonly #sentAgain: SentAgain;

  /** What was sent last, oldest first. */
  sent = $state.raw<readonly Sent[]>([]);
  busy = $state(false);
  fault = $state.raw<unknown>();

  /** `now` is the hall's clock; `learnt` takes in each order that the hall has made. */
  constructor(hall: Hall, now: () => number, learnt: (order: OrderView) => void) {
    this.#hall = hall;
    this.#learnt = learnt;
    this.#sentAgain = new SentAgain(now);
  }

  /** Sends `order`, told as `name` being sent to `place`; answers it, or null with `fault` set. */
  async send(order: NewOrder, name: string, place: string): Promise<OrderView | null> {
    if (this.busy) return null;
    this.busy = true;
    this.fault = undefined;
    try {
      const made = await this.#hall.post<OrderView>('/api/orders', this.#sentAgain.stamp(order));
      this.#sentAgain.forget();
      this.#learnt(made);
      this.#say({ order: made.id, name, place, until: performance.now() + UNDO_MS, state: 'sent' });
      return made;
    } catch (error) {
      this.fault = error;
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Has a unit stand by where it helps more. */
  move({ unit, name, to }: SuggestedMove): Promise<OrderView | null> {
    return this.send({ kind: 'standby', place: { name: '', address: '', ...to }, addressee: { unit } }, name, '');
  }

  /** Takes back `order`, or the one sent last. */
  async undo(order = this.sent.findLast(({ state }) => state === 'sent')?.order): Promise<void> {
    if (order === undefined || !this.sent.some((each) => each.order === order && each.state === 'sent')) return;
    this.#become(order, 'undoing');
    try {
      await this.#hall.post(`/api/orders/${order}/cancel`, { reason: UNDONE } satisfies Reason);
      this.#become(order, 'undone');
    } catch (fault) {
      this.#become(order, { fault });
    }
    setTimeout(() => this.#unsay(order), SAID_MS);
  }

  #say(sent: Sent): void {
    this.sent = [...this.sent, sent];
    setTimeout(() => {
      if (this.sent.some(({ order, state }) => order === sent.order && state === 'sent')) this.#unsay(sent.order);
    }, UNDO_MS);
  }

  #unsay(order: string): void {
    this.sent = this.sent.filter((each) => each.order !== order);
  }

  #become(order: string, state: Sent['state']): void {
    this.sent = this.sent.map((each) => (each.order === order ? { ...each, state } : each));
  }
}
