/**
 * The sounds of a seat: something new, an order that may be late, one that is, one handed up to this seat, an officer
 * in danger, each unlike the others.
 *
 * A seat may be muted; an SOS is heard all the same, since whoever muted the rest did not mean that.
 */
import { Chime, type Note } from './chime';

export type Signal = 'new' | 'amber' | 'red' | 'handed_up';

const NOTES: Record<Signal, Note[]> = {
  new: [
    { hertz: 784, at: 0, lasts: 0.16 },
    { hertz: 1047, at: 0.15, lasts: 0.3 },
  ],
  amber: [
    { hertz: 587, at: 0, lasts: 0.22 },
    { hertz: 587, at: 0.3, lasts: 0.22 },
    { hertz: 494, at: 0.6, lasts: 0.4 },
  ],
  red: [
    { hertz: 440, at: 0, lasts: 0.35 },
    { hertz: 330, at: 0.4, lasts: 0.35 },
    { hertz: 440, at: 0.8, lasts: 0.35 },
    { hertz: 330, at: 1.2, lasts: 0.5 },
  ],
  handed_up: [
    { hertz: 523, at: 0, lasts: 0.2 },
    { hertz: 659, at: 0.22, lasts: 0.2 },
    { hertz: 784, at: 0.44, lasts: 0.2 },
    { hertz: 784, at: 0.7, lasts: 0.4 },
  ],
};
/** Up and down, quick and loud. */
const SOS: Note[] = [0, 1, 2, 3, 4, 5, 6, 7].map((nth) => ({
  hertz: nth % 2 ? 988 : 1480,
  at: nth * 0.19,
  lasts: 0.18,
}));
const SOS_EVERY_MS = 2_000;
const SOS_VOLUME = 0.8;
const KEY = 'yike.muted';

export class Signals {
  readonly #chime: Chime;
  readonly #alarm: Chime;
  #sounding: ReturnType<typeof setInterval> | undefined;
  #muted = stored();

  /** `tell` hears whenever it changes whether the page may make a sound. */
  constructor(tell: (audible: boolean) => void) {
    this.#chime = new Chime('triangle', tell);
    this.#alarm = new Chime('square', () => {}, SOS_VOLUME);
  }

  get muted(): boolean {
    return this.#muted;
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    try {
      localStorage.setItem(KEY, muted ? 'yes' : 'no');
    } catch {
      // A browser that forbids storage forgets it at the next visit.
    }
  }

  /** Asks the browser to let the page make a sound. Call from a touch or a key. */
  wake(): void {
    this.#chime.wake();
    this.#alarm.wake();
  }

  play(signal: Signal): void {
    if (!this.#muted) this.#chime.play(NOTES[signal]);
  }

  /** Sounds the alarm again and again, or ends it. */
  sos(on: boolean): void {
    if (on === (this.#sounding !== undefined)) return;
    clearInterval(this.#sounding);
    this.#sounding = undefined;
    if (!on) return;
    this.#alarm.play(SOS);
    this.#sounding = setInterval(() => this.#alarm.play(SOS), SOS_EVERY_MS);
  }

  close(): void {
    this.sos(false);
    this.#chime.close();
    this.#alarm.close();
  }
}

function stored(): boolean {
  try {
    return globalThis.localStorage?.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}
