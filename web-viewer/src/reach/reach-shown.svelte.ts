/** The ring of reach that a seat looks at: of a unit, or of a place, within some minutes. */
import type { Hall } from '../hall/http';
import type { LatLon } from '../protocol/LatLon';
import type { ReachView } from '../protocol/ReachView';
import type { TravelMode } from '../protocol/TravelMode';

/** Where a unit can be, or from where a place can be reached. */
export type Target = { unit: string } | { place: LatLon };

export const MINUTES = [5, 10, 15] as const;

/** How old the ring of a unit that moves may grow. */
const FRESH_MS = 10_000;

export class ReachShown {
  on = $state(false);
  minutes = $state<(typeof MINUTES)[number]>(15);
  mode = $state<TravelMode>('car');
  /** Whether a place is wanted though a unit is chosen as well. */
  ofPlace = $state(false);
  answer = $state.raw<ReachView | null>(null);
  fault = $state.raw<unknown>();

  /** Keeps the ring of `target` until the answer is called. Call from an effect. */
  follow(hall: Hall, target: Target | null): () => void {
    if (!this.on || !target) {
      this.answer = null;
      return () => {};
    }
    const path = reachPath(target, this.minutes, this.mode);
    let gone = false;
    const ask = async () => {
      try {
        const answer = await hall.get<ReachView>(path);
        if (gone) return;
        this.answer = answer;
        this.fault = undefined;
      } catch (error) {
        if (gone) return;
        this.answer = null;
        this.fault = error;
      }
    };
    void ask();
    const again = 'unit' in target ? setInterval(ask, FRESH_MS) : undefined;
    return () => {
      gone = true;
      clearInterval(again);
    };
  }
}

/** The address of the question. */
export function reachPath(target: Target, minutes: number, mode: TravelMode): string {
  const seconds = minutes * 60;
  if ('unit' in target) return `/api/reach?unit=${target.unit}&seconds=${seconds}`;
  return `/api/reach?lat=${target.place.lat}&lon=${target.place.lon}&mode=${mode}&seconds=${seconds}`;
}
