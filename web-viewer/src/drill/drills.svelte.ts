/** The rehearsals that the hall knows, asked for often while one runs or waits. */
import type { Hall } from '../hall/http';
import type { DispatchRule } from '../protocol/DispatchRule';
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

  /** Asks for `plan` under the first of `rules`, and for the same under the others; the first one, if it was taken. */
  async start(plan: Omit<NewDrill, 'rule'>, [rule, ...others]: readonly DispatchRule[]): Promise<DrillView | null> {
    let first: DrillView | null = null;
    await this.#do(async () => {
      if (!rule) return;
      first = await this.#hall.post<DrillView>('/api/drills', { ...plan, rule } satisfies NewDrill);
      for (const other of others) await this.#hall.post(`/api/drills/${first.id}/again`, { rule: other });
    });
    return first;
  }

  /** Asks for the same as `id` under another rule; the new one, if it was taken. */
  async again(id: string, rule: DispatchRule): Promise<DrillView | null> {
    let again: DrillView | null = null;
    await this.#do(async () => {
      again = await this.#hall.post<DrillView>(`/api/drills/${id}/again`, { rule });
    });
    return again;
  }

  stop(id: string): Promise<void> {
    return this.#do(() => this.#hall.delete(`/api/drills/${id}`));
  }

  /** The world of a rehearsal, as `yike drill` reads it. */
  async scenario(id: string): Promise<string | null> {
    let text: string | null = null;
    await this.#do(async () => {
      text = JSON.stringify(await this.#hall.get(`/api/drills/${id}/scenario`), null, 2);
    });
    return text;
  }

  async #do(what: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    this.fault = undefined;
    try {
      await what();
    } catch (error) {
      this.fault = error;
    } finally {
      this.busy = false;
    }
    const { fault } = this;
    await this.#ask();
    this.fault ??= fault;
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
    const under_way = this.all.some(({ state }) => state === 'running' || state === 'waiting');
    this.#timer = setTimeout(() => void this.#ask(), under_way ? RUNNING_MS : IDLE_MS);
  }
}
