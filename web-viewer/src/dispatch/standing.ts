/**
 * Which unit stands under which key, and since when.
 *
 * A hand is slower than the hall: a key pressed just after the list has changed was meant for whoever stood there
 * before. Such a press sends nobody.
 */

/** How long a unit stands in its place before a press can be meant for it, in milliseconds. */
export const SETTLE_MS = 600;

/** Whom a press means; `changed` if the list has just changed there, `nobody` if it is not so long. */
export type Pressed = { unit: string } | 'changed' | 'nobody';

interface Place {
  unit: string;
  since: number;
}

export class Standing {
  #places: readonly Place[] = [];
  #before = false;

  /** Takes in the units as they are drawn, best first, at `now` in milliseconds. */
  drawn(units: readonly string[], now: number): void {
    // Whoever is named first of all stands at once: nobody stood there for whom a press was meant.
    const since = this.#before ? now : Number.NEGATIVE_INFINITY;
    this.#before ||= units.length > 0;
    this.#places = units.map((unit, nth) => {
      const before = this.#places[nth];
      return before?.unit === unit ? before : { unit, since };
    });
  }

  /** Whom the key of the `nth` place means at `now`. */
  at(nth: number, now: number): Pressed {
    const place = this.#places[nth];
    if (!place) return 'nobody';
    return now - place.since < SETTLE_MS ? 'changed' : { unit: place.unit };
  }

  /** Whom a press on `unit`, wherever it stands, means at `now`. */
  of(unit: string, now: number): Pressed {
    return this.at(
      this.#places.findIndex((place) => place.unit === unit),
      now,
    );
  }
}
