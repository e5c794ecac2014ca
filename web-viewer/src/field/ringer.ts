/**
 * The ringing of the page: sound, vibration, title.
 *
 * A browser makes no sound before the first touch; `wake` is called from one. Ringing goes on until it is silenced.
 */

const EVERY_MS = 2_400;
const SHAKE = [350, 150, 350];

export class Ringer {
  readonly #tell: (audible: boolean) => void;
  #audio: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #title = '';
  #plain = '';

  /** `tell` hears whether the page may make a sound. */
  constructor(tell: (audible: boolean) => void) {
    this.#tell = tell;
  }

  /** Asks the browser to let the page make a sound. Call from a touch. */
  wake(): void {
    if (!this.#audio) {
      this.#audio = new AudioContext();
      this.#audio.onstatechange = () => this.#tell(this.#audio?.state === 'running');
    }
    void this.#audio.resume().catch(() => {});
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
    void this.#audio?.close();
    this.#audio = undefined;
  }

  #strike(): void {
    document.title = document.title === this.#title ? this.#plain : this.#title;
    // Without a touch first, vibrating is refused and warned about.
    if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(SHAKE);
    const audio = this.#audio;
    if (audio?.state !== 'running') return;
    for (let note = 0; note < 6; note += 1) {
      const at = audio.currentTime + note * 0.13;
      const tone = new OscillatorNode(audio, { frequency: note % 2 ? 1175 : 880, type: 'square' });
      const volume = new GainNode(audio, { gain: 0 });
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.3, at + 0.01);
      volume.gain.linearRampToValueAtTime(0, at + 0.12);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.13);
    }
  }
}
