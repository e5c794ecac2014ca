/**
 * The hall's clock as this page knows it.
 *
 * Every deadline is written in the hall's time, and this machine's own clock may be wrong by minutes. The offset
 * comes from round trips: the hall's answer lies somewhere between asking and hearing, so the shortest round trip
 * knows it best. A page's monotonic clock stands still while the machine sleeps, so what was measured before a sleep
 * is worth nothing after it; that the two clocks of the machine moved apart gives a sleep away. Sending and receiving
 * the question is the socket's business.
 */

/** What one round trip said. */
interface Sample {
  /** Hall time minus the page's monotonic clock, in milliseconds. */
  offset: number;
  /** How far `offset` may be off, in milliseconds. */
  error: number;
  /** When it was taken, on the monotonic clock. */
  taken: number;
}

/** Round trips that are remembered. */
const KEPT = 12;
/** A quartz clock strays by some 50 µs a second: what a sample's error grows by as it ages. */
const DRIFT = 50e-6;
/** More than this between the machine's two clocks, from one look to the next, is a sleep or a clock that was set. */
const JUMP_MS = 1_000;

export class HallClock {
  readonly #monotonic: () => number;
  readonly #wall: () => number;
  #samples: Sample[] = [];
  /** The wall clock minus the monotonic one, when last looked at. */
  #lead: number;
  /** When they were last found to have moved apart, on the monotonic clock. */
  #jumpedAt = Number.NEGATIVE_INFINITY;
  /** Never let the shown time step back by less than this, in milliseconds; a bigger step is a real correction. */
  #last = Number.NEGATIVE_INFINITY;

  constructor(monotonic: () => number = () => performance.now(), wall: () => number = () => Date.now()) {
    this.#monotonic = monotonic;
    this.#wall = wall;
    this.#lead = wall() - monotonic();
  }

  /** The monotonic reading to send as `asked_at`. */
  ask(): number {
    return this.#look();
  }

  /** Takes in the answer to a question asked at `askedAt`, heard now. */
  answered(askedAt: number, hallTime: string): void {
    const heard = this.#look();
    const trip = heard - askedAt;
    const hall = Date.parse(hallTime);
    if (!(trip >= 0) || Number.isNaN(hall)) return;
    // Asked before a sleep: the answer may be as old as the sleep was long.
    if (askedAt < this.#jumpedAt) return;
    this.#keep({ offset: hall - (askedAt + trip / 2), error: trip / 2, taken: heard });
  }

  /** Takes in a time that the hall sent unasked: better than nothing, worse than any round trip. */
  told(hallTime: string): void {
    const hall = Date.parse(hallTime);
    const heard = this.#look();
    if (Number.isNaN(hall) || this.#samples.length > 0) return;
    this.#keep({ offset: hall - heard, error: 5_000, taken: heard });
  }

  /** Whether the hall has told its time at all; until then this machine's clock stands in. */
  get known(): boolean {
    this.#look();
    return this.#samples.length > 0;
  }

  /** The hall's time in milliseconds since 1970. */
  now(): number {
    const monotonic = this.#look();
    const best = this.#best(monotonic);
    const time = best ? monotonic + best.offset : this.#wall();
    if (time < this.#last && this.#last - time < 250) return this.#last;
    this.#last = time;
    return time;
  }

  /** How far `now` may be off, in milliseconds. */
  get errorMs(): number {
    const monotonic = this.#look();
    const best = this.#best(monotonic);
    return best ? aged(best, monotonic) : Number.POSITIVE_INFINITY;
  }

  /** How far this machine's clock is behind the hall's, in milliseconds. */
  get machineBehindMs(): number {
    const monotonic = this.#look();
    const best = this.#best(monotonic);
    return best ? monotonic + best.offset - this.#wall() : 0;
  }

  /** Calls `tick` now, then at every full second of the hall's clock, until the answer is called. */
  everySecond(tick: (now: number) => void): () => void {
    let timer: ReturnType<typeof setTimeout>;
    const turn = () => {
      const now = this.now();
      tick(now);
      timer = setTimeout(turn, 1000 - (now % 1000) + 1);
    };
    turn();
    return () => clearTimeout(timer);
  }

  /** Keeps `sample` with those that it does not prove wrong. */
  #keep(sample: Sample): void {
    const agreeing = this.#samples.filter((each) => agree(each, sample));
    this.#samples = [...agreeing, sample].slice(-KEPT);
  }

  /** The monotonic reading; forgets all that was measured if the machine has slept since the last look. */
  #look(): number {
    const monotonic = this.#monotonic();
    const lead = this.#wall() - monotonic;
    if (Math.abs(lead - this.#lead) > JUMP_MS) {
      this.#samples = [];
      this.#jumpedAt = monotonic;
    }
    this.#lead = lead;
    return monotonic;
  }

  #best(monotonic: number): Sample | undefined {
    let best: Sample | undefined;
    for (const sample of this.#samples) {
      if (!best || aged(sample, monotonic) < aged(best, monotonic)) best = sample;
    }
    return best;
  }
}

/** Whether both can be true, one as old as it is when the other is taken. */
function agree(older: Sample, newer: Sample): boolean {
  return Math.abs(older.offset - newer.offset) <= aged(older, newer.taken) + newer.error;
}

function aged(sample: Sample, monotonic: number): number {
  return sample.error + (monotonic - sample.taken) * DRIFT;
}
