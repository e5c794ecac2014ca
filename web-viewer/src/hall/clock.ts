/**
 * The hall's clock as this page knows it.
 *
 * Every deadline is written in the hall's time, and this machine's own clock may be wrong by minutes. The offset
 * comes from round trips: the hall's answer lies somewhere between asking and hearing, so the shortest round trip
 * knows it best. Sending and receiving the question is the socket's business.
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

export class HallClock {
  readonly #monotonic: () => number;
  readonly #wall: () => number;
  #samples: Sample[] = [];
  /** Never let the shown time step back by less than this, in milliseconds; a bigger step is a real correction. */
  #last = Number.NEGATIVE_INFINITY;

  constructor(monotonic: () => number = () => performance.now(), wall: () => number = () => Date.now()) {
    this.#monotonic = monotonic;
    this.#wall = wall;
  }

  /** The monotonic reading to send as `asked_at`. */
  ask(): number {
    return this.#monotonic();
  }

  /** Takes in the answer to a question asked at `askedAt`, heard now. */
  answered(askedAt: number, hallTime: string): void {
    const heard = this.#monotonic();
    const trip = heard - askedAt;
    const hall = Date.parse(hallTime);
    if (!(trip >= 0) || Number.isNaN(hall)) return;
    this.#keep({ offset: hall - (askedAt + trip / 2), error: trip / 2, taken: heard });
  }

  /** Takes in a time that the hall sent unasked: better than nothing, worse than any round trip. */
  told(hallTime: string): void {
    const hall = Date.parse(hallTime);
    if (Number.isNaN(hall) || this.#samples.length > 0) return;
    const heard = this.#monotonic();
    this.#keep({ offset: hall - heard, error: 5_000, taken: heard });
  }

  /** Whether the hall has told its time at all; until then this machine's clock stands in. */
  get known(): boolean {
    return this.#samples.length > 0;
  }

  /** The hall's time in milliseconds since 1970. */
  now(): number {
    const monotonic = this.#monotonic();
    const best = this.#best(monotonic);
    const time = best ? monotonic + best.offset : this.#wall();
    if (time < this.#last && this.#last - time < 250) return this.#last;
    this.#last = time;
    return time;
  }

  /** How far `now` may be off, in milliseconds. */
  get errorMs(): number {
    const monotonic = this.#monotonic();
    const best = this.#best(monotonic);
    return best ? aged(best, monotonic) : Number.POSITIVE_INFINITY;
  }

  /** How far this machine's clock is behind the hall's, in milliseconds. */
  get machineBehindMs(): number {
    const monotonic = this.#monotonic();
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

  #keep(sample: Sample): void {
    this.#samples = [...this.#samples, sample].slice(-KEPT);
  }

  #best(monotonic: number): Sample | undefined {
    let best: Sample | undefined;
    for (const sample of this.#samples) {
      if (!best || aged(sample, monotonic) < aged(best, monotonic)) best = sample;
    }
    return best;
  }
}

function aged(sample: Sample, monotonic: number): number {
  return sample.error + (monotonic - sample.taken) * DRIFT;
}
