/** The sequence of units on the screen, and how fresh their positions are. */
import type { PositionView } from '../protocol/PositionView';
import type { UnitState } from '../protocol/UnitState';
import type { UnitView } from '../protocol/UnitView';

/** A position older than this is dimmed. */
export const DIM_AFTER_MS = 30_000;
/** A position older than this is drawn hollow. */
export const HOLLOW_AFTER_MS = 120_000;

export type Freshness = 'fresh' | 'dim' | 'hollow';

const STATES: readonly UnitState[] = ['busy', 'available', 'unreachable', 'off_duty'];

/** Made once: making one for each comparison is what costs. */
const byName = new Intl.Collator('zh-Hans-CN', { numeric: true });

/** Live units first, then by what they can do, then by name. */
export function liveFirst(units: Iterable<UnitView>): UnitView[] {
  return [...units].sort(
    (a, b) =>
      Number(b.live) - Number(a.live) ||
      STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
      byName.compare(a.name, b.name),
  );
}

/** How old `position` is at `now`, in milliseconds; clocks that disagree a little make it no younger than now. */
export function ageMs(position: PositionView, now: number): number {
  return Math.max(0, now - Date.parse(position.taken_at));
}

export function freshness(position: PositionView, now: number): Freshness {
  const age = ageMs(position, now);
  if (age > HOLLOW_AFTER_MS) return 'hollow';
  return age > DIM_AFTER_MS ? 'dim' : 'fresh';
}
