/** The sound of an order at a desk: two notes, again and again until it is silenced. */
import { Chime } from '../sound/chime';

const EVERY_MS = 3_000;
const NOTES = [
  { hertz: 880, at: 0, lasts: 0.5 },
  { hertz: 660, at: 0.28, lasts: 0.5 },
];

export class Bell {
  readonly #chime: Chime;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `tell` hears whenever it changes whether the page may make a sound; before the first click it may not. */
  constructor(tell: (audible: boolean) => void) {
    this.#chime = new Chime('triangle', tell);
  }

  /** Asks the browser to let the page make a sound. Call from a click. */
  wake(): void {
    this.#chime.wake();
  }

  ring(): void {
    if (this.#timer !== undefined) return;
    this.#chime.play(NOTES);
    this.#timer = setInterval(() => this.#chime.play(NOTES), EVERY_MS);
  }

  silence(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    this.silence();
    this.#chime.close();
  }
}
