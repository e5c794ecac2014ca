/** One order's way as the page has it: what was kept at once, the hall's word as it comes. */
import type { Hall } from '../hall/http';
import type { WayView } from '../protocol/WayView';
import { type Asked, coversPlaces, isDue, type Standing, withStreets } from './asking';
import { type WayKeep, wayKeep } from './way-keep';

export class WayWatch {
  readonly #hall: Hall;
  readonly #unit: string;
  readonly #order: string;
  readonly #keep: Promise<WayKeep>;
  #asked: Asked = { at: null, failures: 0, state: '' };
  #asking = false;
  #closed = false;

  /** What is known of the way; null until something is. */
  way = $state.raw<WayView | null>(null);
  /** Whether what was kept has been looked for. */
  looked = $state(false);

  constructor(hall: Hall, unit: string, order: string, now: number, keep: Promise<WayKeep> = wayKeep()) {
    this.#hall = hall;
    this.#unit = unit;
    this.#order = order;
    this.#keep = keep;
    void keep
      .then((kept) => kept.of(unit, order, now))
      .then((kept) => {
        this.looked = true;
        this.way ??= kept;
      });
  }

  /** Looks whether it is time to ask the hall, and asks. */
  tick(standing: Standing): void {
    if (this.#asking || this.#closed || !this.looked || !isDue(this.#asked, this.way, standing)) return;
    void this.#ask(standing);
  }

  /** Ends it; `over` is whether the order is. */
  close(over: boolean): void {
    this.#closed = true;
    if (over) void this.#keep.then((kept) => kept.forget(this.#order));
  }

  async #ask({ now, here, state }: Standing): Promise<void> {
    this.#asking = true;
    const { failures } = this.#asked;
    try {
      const known = this.way;
      const has = known?.streets && (!here || coversPlaces(known, [here]));
      const fresh = withStreets(await this.#get(!has), known) ?? (await this.#get(true));
      this.#asked = { at: now, failures: 0, state };
      if (this.#closed) return;
      this.way = fresh;
      void this.#keep.then((kept) => kept.keep(this.#unit, fresh));
    } catch {
      // What is known stays on the screen, with its age.
      this.#asked = { at: now, failures: failures + 1, state };
    } finally {
      this.#asking = false;
    }
  }

  #get(streets: boolean): Promise<WayView> {
    return this.#hall.get(`/api/orders/${this.#order}/way?streets=${streets}`);
  }
}
