/** The roads that nobody can pass, as the hall knows them, asked for now and then: other seats close roads too. */
import type { Hall } from '../hall/http';
import type { NewClosure, RoadClosure } from '../hall/soon';

const FRESH_MS = 30_000;

export class Closures {
  readonly #hall: Hall;
  readonly #asking: ReturnType<typeof setInterval>;

  /** Whether their list is shown; they are on the map always. */
  on = $state(false);
  all = $state.raw<readonly RoadClosure[]>([]);
  busy = $state(false);
  fault = $state.raw<unknown>();

  constructor(hall: Hall) {
    this.#hall = hall;
    this.#asking = setInterval(() => void this.ask(), FRESH_MS);
    void this.ask();
  }

  close(): void {
    clearInterval(this.#asking);
  }

  async ask(): Promise<void> {
    // A hall that does not answer says so elsewhere; the roads known last stay closed.
    this.all = await this.#hall.get<RoadClosure[]>('/api/closures').catch(() => this.all);
  }

  /** Closes a road; whether the hall took it. */
  add(closure: NewClosure): Promise<boolean> {
    return this.#attempt(async () => {
      const made = await this.#hall.post<RoadClosure>('/api/closures', closure);
      this.all = [...this.all, made];
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
