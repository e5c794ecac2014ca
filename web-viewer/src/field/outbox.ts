/**
 * What the hall has yet to be told, in sequence.
 *
 * An entry leaves only when the hall answers for it, however often it had to be sent; the hall counts each id once.
 * The box is bounded: when it is full the oldest fix makes room. Keeping it on the disk is `keep`.
 */
import type { Entry } from '../protocol/Entry';

/** As many entries wait at most. */
export const CAPACITY = 2_000;
/** As many go into one message: `MAX_ENTRIES` of the protocol. */
export const BATCH = 64;
/** As many are under way at once. */
export const WINDOW = 2 * BATCH;

/** Where entries survive a reload. */
export interface EntryKeeper {
  add(entry: Entry): void;
  remove(id: string): void;
}

export class Outbox {
  readonly #keeper: EntryKeeper;
  #waiting: Entry[];
  #underWay = 0;
  /** As many entries go one by one, since one of them could not be read. */
  #careful = 0;

  /** The outbox with what was kept from before, oldest first. */
  constructor(keeper: EntryKeeper, kept: readonly Entry[] = []) {
    this.#keeper = keeper;
    this.#waiting = [...kept];
  }

  /** All entries, oldest first. */
  get entries(): readonly Entry[] {
    return this.#waiting;
  }

  /** Takes an entry in, a call for help before all that is not under way; false if there is no room, which takes two thousand taps without a net. */
  add(entry: Entry): boolean {
    if (this.#waiting.length >= CAPACITY && !this.#dropOldestFix()) return false;
    this.#waiting =
      entry.told === 'sos' ? this.#waiting.toSpliced(this.#underWay, 0, entry) : [...this.#waiting, entry];
    this.#keeper.add(entry);
    return true;
  }

  /** The next entries to send, oldest first; they count as under way. */
  nextBatch(): Entry[] {
    const room = this.#careful > 0 ? 1 - this.#underWay : Math.min(BATCH, WINDOW - this.#underWay);
    const batch = this.#waiting.slice(this.#underWay, this.#underWay + Math.max(0, room));
    this.#underWay += batch.length;
    return batch;
  }

  /** The hall answered for an entry: it leaves. Answers it, if it was still here. */
  answered(id: string): Entry | undefined {
    const place = this.#waiting.findIndex((entry) => entry.id === id);
    const entry = this.#waiting[place];
    if (!entry) return undefined;
    if (place < this.#underWay) this.#underWay -= 1;
    this.#waiting = this.#waiting.filter((each) => each !== entry);
    this.#keeper.remove(id);
    this.#careful = Math.max(0, this.#careful - 1);
    return entry;
  }

  /** Whatever was under way may be lost; it is sent again. */
  lostLink(): void {
    this.#underWay = 0;
  }

  /**
   * The hall could not read what was sent last. Its entries now go one by one; one that alone cannot be read is taken
   * out, so that it does not hold up the rest for ever.
   */
  unreadable(): Entry | undefined {
    const alone = this.#careful > 0 && this.#underWay === 1 ? this.#waiting[0] : undefined;
    this.#careful = Math.max(this.#careful, this.#underWay);
    this.#underWay = 0;
    return alone && this.answered(alone.id);
  }

  #dropOldestFix(): boolean {
    const place = this.#waiting.findIndex((entry, at) => at >= this.#underWay && entry.told === 'fix');
    const fix = this.#waiting[place];
    if (!fix) return false;
    this.#waiting = this.#waiting.filter((each) => each !== fix);
    this.#keeper.remove(fix.id);
    return true;
  }
}
