/** The sound of an order at a desk: two notes, again and again until it is silenced. */

const EVERY_MS = 3_000;

export class Bell {
  #audio: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Whether the browser lets the page make a sound; before the first click it may not. */
  get audible(): boolean {
    return this.#audio?.state === 'running';
  }

  /** Asks the browser to let the page make a sound. Call from a click. */
  async wake(): Promise<void> {
    this.#audio ??= new AudioContext();
    await this.#audio.resume();
  }

  ring(): void {
    if (this.#timer !== undefined) return;
    this.#audio ??= new AudioContext();
    this.#strike();
    this.#timer = setInterval(() => this.#strike(), EVERY_MS);
  }

  silence(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    this.silence();
    void this.#audio?.close();
    this.#audio = undefined;
  }

  #strike(): void {
    const audio = this.#audio;
    if (audio?.state !== 'running') return;
    for (const [pitch, wait] of [
      [880, 0],
      [660, 0.28],
    ] as const) {
      const at = audio.currentTime + wait;
      const tone = new OscillatorNode(audio, { frequency: pitch, type: 'triangle' });
      const volume = new GainNode(audio, { gain: 0 });
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.35, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.55);
    }
  }
}
