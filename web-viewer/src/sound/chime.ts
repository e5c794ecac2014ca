/**
 * Notes that a page may play once somebody has touched it.
 *
 * When and how often to play them is the caller's.
 */

export interface Note {
  hertz: number;
  /** When it begins, in seconds from now. */
  at: number;
  /** How long it lasts, in seconds. */
  lasts: number;
}

/** How loud a note is unless told otherwise, 0 to 1. */
const VOLUME = 0.3;

export class Chime {
  readonly #volume: number;
  readonly #shape: OscillatorType;
  readonly #tell: (audible: boolean) => void;
  #audio: AudioContext | undefined;

  /** `tell` hears whenever it changes whether the page may make a sound; `volume` is 0 to 1. */
  constructor(shape: OscillatorType, tell: (audible: boolean) => void, volume = VOLUME) {
    this.#volume = volume;
    this.#shape = shape;
    this.#tell = tell;
  }

  /** Asks the browser to let the page make a sound. Call from a touch or a click. */
  wake(): void {
    if (!this.#audio) {
      this.#audio = new AudioContext();
      this.#audio.onstatechange = () => this.#tell(this.#audio?.state === 'running');
    }
    void this.#audio.resume().catch(() => {});
  }

  /** Plays `notes`, or nothing while the page may not. */
  play(notes: readonly Note[]): void {
    const audio = this.#audio;
    if (audio?.state !== 'running') return;
    for (const { hertz, at, lasts } of notes) {
      const start = audio.currentTime + at;
      const tone = new OscillatorNode(audio, { frequency: hertz, type: this.#shape });
      const volume = new GainNode(audio, { gain: 0 });
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(this.#volume, start + 0.015);
      volume.gain.linearRampToValueAtTime(0, start + lasts);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + lasts);
    }
  }

  close(): void {
    void this.#audio?.close();
    this.#audio = undefined;
  }
}
