/**
 * The hall's advice on whom to send to a place, kept fresh while somebody looks at it.
 *
 * Made while a component is set up; it ends with the component.
 */
import type { Hall } from '../hall/http';
import type { LatLon } from '../protocol/LatLon';
import type { OrderKind } from '../protocol/OrderKind';
import type { Recommendations } from '../protocol/Recommendations';

export interface Asked {
  place: LatLon;
  kind: OrderKind;
  /** The order that somebody is sought for, if it has been given. */
  order?: string;
  /** How many units at most. */
  most: number;
}

/** How old an answer may grow. */
const FRESH_MS = 10_000;

export class Advice {
  answer = $state.raw<Recommendations | null>(null);
  /** Why there is no answer. */
  fault = $state.raw<unknown>();

  /** `asked` is read anew whenever it changes; a change that comes while typing may `settleMs` first. */
  constructor(hall: Hall, asked: () => Asked | null, settleMs = 0) {
    // The same question in other objects, as with each word from the board, asks nothing anew.
    const path = $derived.by(() => {
      const what = asked();
      return what ? pathOf(what) : null;
    });
    $effect(() => {
      const asking = path;
      this.answer = null;
      this.fault = undefined;
      if (asking === null) return;
      return this.#follow(hall, asking, settleMs);
    });
  }

  #follow(hall: Hall, path: string, settleMs: number): () => void {
    let gone = false;
    const ask = async () => {
      try {
        const answer = await hall.get<Recommendations>(path);
        if (gone) return;
        this.answer = answer;
        this.fault = undefined;
      } catch (error) {
        if (!gone) this.fault = error;
      }
    };
    const first = setTimeout(ask, settleMs);
    const again = setInterval(ask, FRESH_MS);
    return () => {
      gone = true;
      clearTimeout(first);
      clearInterval(again);
    };
  }
}

/** The address of the question. */
export function pathOf({ place, kind, order, most }: Asked): string {
  const about = order ? `&order=${order}` : '';
  return `/api/recommendations?lat=${place.lat}&lon=${place.lon}&kind=${kind}${about}&most=${most}`;
}
