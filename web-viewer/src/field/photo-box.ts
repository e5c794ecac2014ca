/**
 * Photos on their way to the hall.
 *
 * A report goes at once and its photo follows, so that the clock never waits for a picture on a slow net. Each is
 * sent until the hall has it or will never have it.
 */
import { HallFault } from '../hall/http';
import type { KeptPhoto } from './keep';

/** As many photos wait at most. */
export const MOST_PHOTOS = 20;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export interface PhotoBoxOptions {
  put: (path: string, photo: Blob) => Promise<void>;
  keeper: { addPhoto(photo: KeptPhoto): void; removePhoto(sha256: string): void };
  /** How many wait has changed. */
  onCount: (waiting: number) => void;
  /** The hall will not have a photo; the report it belongs to stands. */
  onRefused: (fault: unknown) => void;
}

export class PhotoBox {
  readonly #options: PhotoBoxOptions;
  #waiting: KeptPhoto[];
  #tries = 0;
  #sending = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PhotoBoxOptions, kept: readonly KeptPhoto[] = []) {
    this.#options = options;
    this.#waiting = [...kept];
    options.onCount(this.#waiting.length);
    void this.#send();
  }

  /** Takes a photo in; false if too many wait. */
  add(photo: KeptPhoto): boolean {
    if (this.#waiting.some(({ sha256 }) => sha256 === photo.sha256)) return true;
    if (this.#waiting.length >= MOST_PHOTOS) return false;
    this.#waiting.push(photo);
    this.#options.keeper.addPhoto(photo);
    this.#options.onCount(this.#waiting.length);
    void this.#send();
    return true;
  }

  /** Tries at once: the line is back. */
  retry(): void {
    this.#tries = 0;
    clearTimeout(this.#timer);
    void this.#send();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let photo = this.#waiting[0]; photo && !this.#closed; photo = this.#waiting[0]) {
        await this.#put(photo);
        this.#tries = 0;
        this.#waiting.shift();
        this.#options.keeper.removePhoto(photo.sha256);
        this.#options.onCount(this.#waiting.length);
      }
    } catch {
      if (this.#closed) return;
      const wait = Math.min(FIRST_WAIT_MS * 2 ** this.#tries, LONGEST_WAIT_MS);
      this.#tries += 1;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#send(), wait);
    } finally {
      this.#sending = false;
    }
  }

  /** Throws only if sending it again may help. */
  async #put({ sha256, photo }: KeptPhoto): Promise<void> {
    try {
      await this.#options.put(`/api/photos/${sha256}`, photo);
    } catch (fault) {
      if (!(fault instanceof HallFault) || !FINAL.includes(fault.status)) throw fault;
      this.#options.onRefused(fault);
    }
  }
}

/** What the hall says of a photo that it will never have. */
const FINAL = [400, 403, 413, 415, 422];
