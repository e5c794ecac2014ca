/**
 * The ringing of the page: sound, vibration, title.
 *
 * A browser makes no sound before the first touch; `wake` is called from one. Ringing goes on until it is silenced.
 */
import { Chime } from '../sound/chime';

const EVERY_MS = 2_400;
const SHAKE = [350, 150, 350];
const NOTES = [0, 1, 2, 3, 4, 5].map((place) => ({ hertz: place % 2 ? 1175 : 880, at: place * 0.13, lasts: 0.13 }));

export class Ringer {
  readonly #chime: Chime;
  #timer: ReturnType<typeof setInterval> | undefined;
  #title = '';
  #plain = '';

  /** `tell` hears whenever it changes whether the page may make a sound. */
  constructor(tell: (audible: boolean) => void) {
    this.#chime = new Chime('square', tell);
  }

  /** Asks the browser to let the page make a sound. Call from a touch. */
  wake(): void {
    this.#chime.wake();
  }

  /** Rings, with `title` in place of the page's own every other time, until silenced. */
  ring(title: string): void {
    this.#title = title;
    if (this.#timer !== undefined) return;
    this.#plain = document.title;
    this.#strike();
    this.#timer = setInterval(() => this.#strike(), EVERY_MS);
  }

  silence(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    document.title = this.#plain;
    navigator.vibrate?.(0);
  }

  close(): void {
    this.silence();
    this.#chime.close();
  }

  #strike(): void {
    document.title = document.title === this.#title ? this.#plain : this.#title;
    // Without a touch first, vibrating is refused and warned about.
    if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(SHAKE);
    this.#chime.play(NOTES);
  }
}
