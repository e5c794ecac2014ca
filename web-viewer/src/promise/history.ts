/** How much nobody could reach, minute by minute, as something to draw. */
import type { PromiseMinute } from '../protocol/PromiseMinute';

/** What is drawn: a strip of so many hours at most. */
const SHOWN_MS = 6 * 3_600_000;
/** It is never drawn wider than it is: a few minutes do not fill it. */
const LEAST_SHOWN_MS = 30 * 60_000;
/** The scale ends here at least, in thousandths, so that next to nothing looks like it. */
const LEAST_SCALE = 100;
/** Entries further apart than this have a gap between them: nobody knows what was there. */
const GAP_MS = 130_000;

export interface Minute {
  at: number;
  /** Thousandths of where incidents happen that nobody could reach in time. */
  hole: number;
}

export interface HoleHistory {
  /** The ends of the strip, in milliseconds since 1970. */
  from: number;
  to: number;
  /** The first minute that is known. */
  since: number;
  /** The thousandths at its top. */
  scale: number;
  /** What hangs together, oldest first. */
  runs: Minute[][];
  worst: Minute;
}

/** What there is to draw at `now`; nothing if the hall knows of no minute. */
export function holeHistory(minutes: PromiseMinute[], now: number): HoleHistory | null {
  const known = minutes
    .map(({ at, covered }) => ({ at: Date.parse(at), hole: 1000 - covered }))
    .filter(({ at }) => at > now - SHOWN_MS && at <= now);
  const [first] = known;
  if (!first) return null;
  const worst = known.reduce((worst, minute) => (minute.hole >= worst.hole ? minute : worst), first);
  const runs: Minute[][] = [];
  for (const minute of known) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last && before && minute.at - before.at <= GAP_MS) last.push(minute);
    else runs.push([minute]);
  }
  return {
    from: Math.max(now - SHOWN_MS, Math.min(first.at, now - LEAST_SHOWN_MS)),
    to: now,
    since: first.at,
    scale: Math.max(LEAST_SCALE, Math.ceil(worst.hole / 100) * 100),
    runs,
    worst,
  };
}

/** Where a run begins and ends, as shares of the strip. Its last minute lasts one. */
export function ends({ from, to }: HoleHistory, run: Minute[]): [number, number] {
  const share = (at: number) => (at - from) / (to - from);
  return [share(run[0]?.at ?? from), share(Math.min(to, (run.at(-1)?.at ?? from) + 60_000))];
}

/** The area under one run, in a box of `width` by `height`; each minute holds until the next. */
export function areaPath(history: HoleHistory, run: Minute[], width: number, height: number): string {
  const { from, to, scale } = history;
  const [start, end] = ends(history, run).map((share) => (share * width).toFixed(1));
  const x = (at: number) => (((at - from) / (to - from)) * width).toFixed(1);
  const y = (hole: number) => (height - (hole / scale) * height).toFixed(1);
  const steps = run.map(({ at, hole }, place) => {
    const next = run[place + 1];
    return `L${x(at)} ${y(hole)}H${next ? x(next.at) : end}`;
  });
  return `M${start} ${height}${steps.join('')}V${height}Z`;
}
