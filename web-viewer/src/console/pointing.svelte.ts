/**
 * Who takes a click on the map as a place: the form that asked last, then the one before it.
 *
 * Each keeps the place it speaks of, so that a form gets its own back when the one over it is done.
 */
import type { LatLon } from '../protocol/LatLon';

/** One that wants a place, until it is released. */
export class Pointer {
  /** Takes the point that was clicked. */
  readonly take: (at: LatLon) => void;
  /** What the click is for, in words. */
  readonly hint: () => string;
  readonly #release: (pointer: Pointer) => void;

  /** The place it speaks of. */
  place = $state.raw<LatLon | null>(null);

  constructor(take: (at: LatLon) => void, hint: () => string, release: (pointer: Pointer) => void) {
    this.take = take;
    this.hint = hint;
    this.#release = release;
  }

  /** Wants no place any more. */
  release(): void {
    this.#release(this);
  }
}

export class Pointing {
  #all = $state.raw<readonly Pointer[]>([]);

  /** Whoever takes the next click. */
  get first(): Pointer | undefined {
    return this.#all.at(-1);
  }

  /** Wants the next click, before all others. */
  ask(take: (at: LatLon) => void, hint: () => string): Pointer {
    const pointer = new Pointer(take, hint, (gone) => {
      this.#all = this.#all.filter((each) => each !== gone);
    });
    this.#all = [...this.#all, pointer];
    return pointer;
  }
}
