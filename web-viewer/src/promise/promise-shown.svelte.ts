/**
 * The promise map as this seat looks at it: on or off, its cells, and what would be if a unit left.
 *
 * The map itself comes with the board; the cells, which do not change, are fetched when they are first wanted.
 */
import type { Hall } from '../hall/http';
import type { PromiseCells } from '../protocol/PromiseCells';
import type { PromiseMapView } from '../protocol/PromiseMapView';
import type { PromiseMinute } from '../protocol/PromiseMinute';

/** What would be without a unit. */
export interface Without {
  unit: string;
  name: string;
  map: PromiseMapView;
  /** The map as it was when that was worked out: the one of now moves on. */
  before: PromiseMapView | null;
}

/** How long to wait after cells that did not come, in milliseconds; twice as long each time, up to the longest. */
const PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

export class PromiseShown {
  readonly #hall: Hall;
  readonly #map: () => PromiseMapView | null;
  /** The cells that are on the way, or waited for. */
  #asked = '';
  #pause = PAUSE_MS;
  /** The minute that was recalled last. */
  #recalled = 0;
  /** Counts what was imagined, so that only the last is shown. */
  #turn = 0;

  on = $state(false);
  cells = $state.raw<PromiseCells | null>(null);
  /** What was covered minute by minute, oldest first. */
  minutes = $state.raw<PromiseMinute[]>([]);
  without = $state.raw<Without | null>(null);
  fault = $state.raw<unknown>();

  /** `map` is the map of now. */
  constructor(hall: Hall, map: () => PromiseMapView | null) {
    this.#hall = hall;
    this.#map = map;
  }

  toggle(): void {
    this.on = !this.on;
    this.now();
  }

  /** Shows what is, not what would be. */
  now(): void {
    this.#turn += 1;
    this.without = null;
  }

  /** Fetches the cells that `id` names, unless they are here or on the way. What does not come is asked for again. */
  async need(id: string): Promise<void> {
    if (this.cells?.id === id || this.#asked === id) return;
    this.#asked = id;
    try {
      const cells = await this.#hall.get<PromiseCells>('/api/promise-map/cells');
      // The hall may speak of others by now, and those are on the way.
      if (this.#asked !== id) return;
      this.cells = cells;
      this.fault = undefined;
      this.#asked = '';
      this.#pause = PAUSE_MS;
    } catch (error) {
      if (this.#asked !== id) return;
      this.fault = error;
      setTimeout(() => this.#again(id), this.#pause);
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
    }
  }

  /** Fetches what was covered so far, once in each `minute`. What does not come stays as it was until the next. */
  async recall(minute: number): Promise<void> {
    if (this.#recalled === minute) return;
    this.#recalled = minute;
    try {
      this.minutes = await this.#hall.get<PromiseMinute[]>('/api/promise-map/history');
    } catch (error) {
      this.fault = error;
    }
  }

  /** Shows what would be if `unit` left. */
  async imagine(unit: string, name: string): Promise<void> {
    this.on = true;
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const map = await this.#hall.get<PromiseMapView>(`/api/promise-map/without/${unit}`);
      if (turn !== this.#turn) return;
      this.without = { unit, name, map, before: this.#map() };
      this.fault = undefined;
    } catch (error) {
      if (turn === this.#turn) this.fault = error;
    }
  }

  #again(id: string): void {
    if (this.#asked !== id) return;
    this.#asked = '';
    if (this.on) void this.need(id);
  }
}
