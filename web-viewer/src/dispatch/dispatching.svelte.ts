/**
 * Orders sent with one press, each to be taken back for five seconds.
 *
 * Nothing is asked before sending: seconds count, and a mistake is undone by cancelling the order.
 */
import { stands } from '../board/board';
import type { Hall } from '../hall/http';
import { SentAgain } from '../hall/sent-again';
import type { NewOrder } from '../protocol/NewOrder';
import type { OrderUnits } from '../protocol/OrderUnits';
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
  /** Who had the order before, if it was given to others; it was sent anew if not. */
  before?: readonly string[];
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

  /**
   * Has `units` carry out `order`, and nobody else; told as `name` being sent. Taken back, whoever had it before has it
   * again. Whether it was done; `fault` says why not.
   */
  async setUnits(order: OrderView, units: readonly string[], name: string, place: string): Promise<boolean> {
    if (this.busy) return false;
    const before = order.assignments.filter(({ state }) => stands(state)).map(({ unit }) => unit);
    this.busy = true;
    this.fault = undefined;
    try {
      await this.#put(order.id, units);
      this.#say({ order: order.id, name, place, before, until: performance.now() + UNDO_MS, state: 'sent' });
      return true;
    } catch (error) {
      this.fault = error;
      return false;
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
      const before = this.sent.find((each) => each.order === order)?.before;
      if (before) await this.#put(order, before);
      else await this.#hall.post(`/api/orders/${order}/cancel`, { reason: UNDONE } satisfies Reason);
      this.#become(order, 'undone');
    } catch (fault) {
      this.#become(order, { fault });
    }
    setTimeout(() => this.#unsay(order), SAID_MS);
  }

  #put(order: string, units: readonly string[]): Promise<void> {
    return this.#hall.put(`/api/orders/${order}/units`, { units: [...units] } satisfies OrderUnits);
  }

  /** Of one order only what was done last can be taken back. */
  #say(sent: Sent): void {
    this.sent = [...this.sent.filter(({ order }) => order !== sent.order), sent];
    setTimeout(() => {
      const still = this.sent.find(({ order, until }) => order === sent.order && until === sent.until);
      if (still?.state === 'sent') this.#unsay(sent.order);
    }, UNDO_MS);
  }

  #unsay(order: string): void {
    this.sent = this.sent.filter((each) => each.order !== order);
  }

  #become(order: string, state: Sent['state']): void {
    this.sent = this.sent.map((each) => (each.order === order ? { ...each, state } : each));
  }
}
