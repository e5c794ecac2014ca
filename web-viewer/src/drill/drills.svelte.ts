/** The rehearsals that the hall knows, asked for often while one runs. */
import { type Hall, HallFault } from '../hall/http';
import type { DrillView } from '../protocol/DrillView';
import type { NewDrill } from '../protocol/NewDrill';

const RUNNING_MS = 1_000;
const IDLE_MS = 15_000;

export class Drills {
  readonly #hall: Hall;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  /** What the hall had no room for yet: started once nothing runs. */
  #queue: readonly NewDrill[] = [];

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

  /** Starts `plans`, one after the other if the hall runs one at a time; the last one started, if any was. */
  start(plans: readonly NewDrill[]): Promise<DrillView | null> {
    this.#queue = plans;
    return this.#startQueued();
  }

  async stop(id: string): Promise<void> {
    this.#queue = [];
    this.busy = true;
    this.fault = undefined;
    try {
      await this.#hall.delete(`/api/drills/${id}`);
    } catch (error) {
      this.fault = error;
    } finally {
      this.busy = false;
    }
    await this.#ask();
  }

  async #startQueued(): Promise<DrillView | null> {
    let started: DrillView | null = null;
    this.busy = true;
    this.fault = undefined;
    try {
      for (let [plan] = this.#queue; plan; [plan] = this.#queue) {
        started = await this.#hall.post<DrillView>('/api/drills', plan);
        this.#queue = this.#queue.slice(1);
      }
    } catch (error) {
      // There will be room once what runs is done; if nothing runs, waiting is no use.
      const waits = isFull(error) && (started !== null || this.#running);
      if (!waits) this.#queue = [];
      if (!waits) this.fault = error;
    } finally {
      this.busy = false;
    }
    await this.#ask();
    return started;
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
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#turn(), this.#running ? RUNNING_MS : IDLE_MS);
  }

  async #turn(): Promise<void> {
    await this.#ask();
    if (this.#queue.length > 0 && !this.#running && !this.busy && !this.#closed) await this.#startQueued();
  }

  get #running(): boolean {
    return this.all.some(({ state }) => state === 'running');
  }
}

/** Whether the hall has no room for another rehearsal now. */
function isFull(error: unknown): boolean {
  return error instanceof HallFault && [409, 429, 503].includes(error.status);
}
