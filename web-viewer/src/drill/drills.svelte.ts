/** The rehearsals that the hall knows, asked for often while one runs. */
import type { Hall } from '../hall/http';
import type { DrillView } from '../protocol/DrillView';
import type { NewDrill } from '../protocol/NewDrill';

const RUNNING_MS = 1_000;
const IDLE_MS = 15_000;

export class Drills {
  readonly #hall: Hall;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** The latest first. */
  all = $state.raw<readonly DrillView[]>([]);
  busy = $state(false);
  fault = $state.raw<unknown>();

  constructor(hall: Hall) {
    this.#hall = hall;
    void this.#ask();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Starts `plans`; the last one started, if any was. */
  async start(plans: readonly NewDrill[]): Promise<DrillView | null> {
    let last: DrillView | null = null;
    await this.#attempt(async () => {
      for (const plan of plans) last = await this.#hall.post<DrillView>('/api/drills', plan);
    });
    return last;
  }

  stop(id: string): Promise<void> {
    return this.#attempt(() => this.#hall.delete(`/api/drills/${id}`));
  }

  async #attempt(call: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.fault = undefined;
    try {
      await call();
    } catch (error) {
      this.fault = error;
    } finally {
      this.busy = false;
    }
    await this.#ask();
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const all = await this.#hall.get<DrillView[]>('/api/drills');
      this.all = all.toSorted((a, b) => b.started_at.localeCompare(a.started_at));
    } catch (error) {
      this.fault = error;
    }
    if (this.#closed) return;
    const running = this.all.some(({ state }) => state === 'running');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), running ? RUNNING_MS : IDLE_MS);
  }
}
