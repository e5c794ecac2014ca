/**
 * Photos and sound notes on their way to the hall.
 *
 * A report or a message goes at once and its file follows, so that the clock never waits for a picture on a slow net.
 * Each is sent until the hall has it or will never have it.
 */
import type { KeptFile } from '../attachments/attachment';
import { HallFault } from '../hall/http';

/** As many wait at most. */
export const MOST_FILES = 20;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export interface FileBoxOptions {
  /** Sends one to the hall. */
  put: (file: KeptFile) => Promise<void>;
  keeper: { addFile(file: KeptFile): void; removeFile(sha256: string): void };
  /** How many wait has changed. */
  onCount: (waiting: number) => void;
  /** The hall will not have one; the report or message it belongs to stands. */
  onRefused: (fault: unknown) => void;
}

export class FileBox {
  readonly #options: FileBoxOptions;
  #waiting: KeptFile[];
  #tries = 0;
  #sending = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FileBoxOptions, kept: readonly KeptFile[] = []) {
    this.#options = options;
    this.#waiting = [...kept];
    options.onCount(this.#waiting.length);
    void this.#send();
  }

  /** Takes one in; false if too many wait. */
  add(file: KeptFile): boolean {
    if (this.#waiting.some(({ sha256 }) => sha256 === file.sha256)) return true;
    if (this.#waiting.length >= MOST_FILES) return false;
    this.#waiting.push(file);
    this.#options.keeper.addFile(file);
    this.#options.onCount(this.#waiting.length);
    void this.#send();
    return true;
  }

  /** The bytes of one that the hall does not have yet. */
  find(sha256: string): Blob | undefined {
    return this.#waiting.find((file) => file.sha256 === sha256)?.photo;
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
      for (let file = this.#waiting[0]; file && !this.#closed; file = this.#waiting[0]) {
        await this.#put(file);
        this.#tries = 0;
        this.#waiting.shift();
        this.#options.keeper.removeFile(file.sha256);
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
  async #put(file: KeptFile): Promise<void> {
    try {
      await this.#options.put(file);
    } catch (fault) {
      if (!isFinal(fault)) throw fault;
      this.#options.onRefused(fault);
    }
  }
}

/** What the hall says of a file that it will never have. */
const FINAL = [400, 403, 413, 415, 422];

function isFinal(fault: unknown): boolean {
  return fault instanceof HallFault && FINAL.includes(fault.status);
}
