/**
 * Whether a stream is recorded, with what begins and ends that by hand.
 *
 * The hall is asked when somebody looks and then now and again: another seat may begin or end it as well, or an order.
 */
import type { PictureOf } from '../media/wall';
import type { NewRecording } from '../protocol/NewRecording';
import type { RecordingView } from '../protocol/RecordingView';

/** How often it is asked how things stand. */
const AGAIN_MS = 10_000;
/** How soon after it began: by then the hall knows whether it can read the picture. */
const SOON_MS = 1_500;

/** Whatever asks the hall. */
export interface Asks {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  delete(path: string): Promise<void>;
}

export class ByHand {
  /** The recording that goes on. */
  now = $state.raw<RecordingView | null>(null);
  /** Why the last press did nothing. */
  fault = $state.raw<unknown>();
  busy = $state(false);
  #soon: ReturnType<typeof setTimeout> | undefined;
  readonly #of: PictureOf;
  readonly #hall: Asks;

  constructor(of: PictureOf, hall: Asks) {
    this.#of = of;
    this.#hall = hall;
  }

  /** Keeps up with the hall until the answer is called. */
  follow(): () => void {
    void this.#look();
    const timer = setInterval(() => void this.#look(), AGAIN_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(this.#soon);
    };
  }

  /** Begins or ends it. */
  async turn(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.fault = undefined;
    try {
      if (this.now) {
        await this.#hall.delete(`/api/recordings/${this.now.id}`);
        this.now = null;
      } else {
        const { unit, desk } = this.#of;
        const asked: NewRecording = unit === undefined ? { desk } : { unit };
        this.now = await this.#hall.post<RecordingView>('/api/recordings', asked);
        this.#soon = setTimeout(() => void this.#look(), SOON_MS);
      }
    } catch (why) {
      this.fault = why;
    } finally {
      this.busy = false;
    }
  }

  async #look(): Promise<void> {
    const named = this.#of.unit === undefined ? `desk=${this.#of.desk}` : `unit=${this.#of.unit}`;
    // A hall that does not answer says so elsewhere.
    const found = await this.#hall
      .get<RecordingView[]>(`/api/recordings?${named}&going_on=true`)
      .catch(() => undefined);
    if (found && !this.busy) this.now = found[0] ?? null;
  }
}
