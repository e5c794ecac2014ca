/** The roads that nobody can pass, as the hall says: asked for with each board, told whenever one is closed or opened. */
import type { Hall } from '../hall/http';
import type { NewClosure } from '../protocol/NewClosure';
import type { RoadClosure } from '../protocol/RoadClosure';

export class Closures {
  readonly #hall: Hall;

  /** Whether their list is shown; they are on the map always. */
  on = $state(false);
  all = $state.raw<readonly RoadClosure[]>([]);
  busy = $state(false);
  fault = $state.raw<unknown>();

  constructor(hall: Hall) {
    this.#hall = hall;
  }

  async ask(): Promise<void> {
    // A hall that does not answer says so elsewhere; the roads known last stay closed.
    this.all = await this.#hall.get<RoadClosure[]>('/api/closures').catch(() => this.all);
  }

  /** The hall told which roads are closed. */
  told(all: readonly RoadClosure[]): void {
    this.all = all;
  }

  /** Closes a road; whether the hall took it. */
  add(closure: NewClosure): Promise<boolean> {
    return this.#attempt(async () => {
      const made = await this.#hall.post<RoadClosure>('/api/closures', closure);
      this.all = [...this.all.filter(({ id }) => id !== made.id), made];
    });
  }

  /** Opens a road again. */
  remove(id: string): Promise<boolean> {
    return this.#attempt(async () => {
      await this.#hall.delete(`/api/closures/${id}`);
      this.all = this.all.filter((closure) => closure.id !== id);
    });
  }

  async #attempt(call: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.fault = undefined;
    try {
      await call();
      return true;
    } catch (error) {
      this.fault = error;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
