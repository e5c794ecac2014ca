/** Keeping the screen on. The system takes the lock back whenever the page is hidden, so it is asked for anew. */

export class WakeLock {
  readonly #tell: (held: boolean) => void;
  #wanted = false;
  #lock: WakeLockSentinel | undefined;
  #asking = false;
  readonly #visible = () => void this.#ask();

  /** `tell` hears whether the lock is held. */
  constructor(tell: (held: boolean) => void) {
    this.#tell = tell;
    document.addEventListener('visibilitychange', this.#visible);
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) void this.#ask();
    else void this.#lock?.release().catch(() => {});
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#visible);
    this.want(false);
  }

  async #ask(): Promise<void> {
    if (!this.#wanted || this.#lock || this.#asking || document.hidden || !('wakeLock' in navigator)) return;
    this.#asking = true;
    try {
      const lock = await navigator.wakeLock.request('screen');
      this.#lock = lock;
      lock.addEventListener('release', () => {
        this.#lock = undefined;
        this.#tell(false);
      });
      this.#tell(true);
      if (!this.#wanted) await lock.release();
    } catch {
      this.#tell(false); // Refused, on low battery for one: the screen says so.
    } finally {
      this.#asking = false;
    }
  }
}
