/**
 * The promise map as this seat looks at it: on or off, its cells, and what would be if a unit left.
 *
 * The map itself comes with the board; the cells, which do not change, are fetched when they are first wanted.
 */
import type { Hall } from '../hall/http';
import type { PromiseCells } from '../protocol/PromiseCells';
import type { PromiseMapView } from '../protocol/PromiseMapView';

/** What would be without a unit. */
export interface Without {
  unit: string;
  name: string;
  map: PromiseMapView;
}

export class PromiseShown {
  readonly #hall: Hall;
  #fetching = '';

  on = $state(false);
  cells = $state.raw<PromiseCells | null>(null);
  without = $state.raw<Without | null>(null);
  fault = $state.raw<unknown>();

  constructor(hall: Hall) {
    this.#hall = hall;
  }

  toggle(): void {
    this.on = !this.on;
    this.without = null;
  }

  /** Fetches the cells that `id` names, unless they are here or on the way. */
  async need(id: string): Promise<void> {
    if (this.cells?.id === id || this.#fetching === id) return;
    this.#fetching = id;
    try {
      this.cells = await this.#hall.get<PromiseCells>('/api/promise-map/cells');
      this.fault = undefined;
    } catch (error) {
      this.fault = error;
    } finally {
      this.#fetching = '';
    }
  }

  /** Shows what would be if `unit` left. */
  async imagine(unit: string, name: string): Promise<void> {
    this.on = true;
    try {
      this.without = { unit, name, map: await this.#hall.get<PromiseMapView>(`/api/promise-map/without/${unit}`) };
      this.fault = undefined;
    } catch (error) {
      this.fault = error;
    }
  }
}
