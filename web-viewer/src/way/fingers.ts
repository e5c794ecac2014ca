/** What fingers on the map do to it: one moves it, two pull it nearer or push it away. */
import { type Frame, moved, nearer, type Size } from './frame';
import type { Point } from './ground';

/** Fingers that lie on the map, by the id of their pointer. */
export class Fingers {
  readonly #at = new Map<number, Point>();

  get count(): number {
    return this.#at.size;
  }

  down(id: number, at: Point): void {
    // A third finger says nothing.
    if (this.#at.size < 2) this.#at.set(id, at);
  }

  up(id: number): void {
    this.#at.delete(id);
  }

  /** The frame after one of them has moved to `to`; the same if it does not lie on the map. */
  move(frame: Frame, size: Size, id: number, to: Point): Frame {
    const from = this.#at.get(id);
    if (!from) return frame;
    this.#at.set(id, to);
    const other = [...this.#at].find(([each]) => each !== id)?.[1];
    if (!other) return moved(frame, to[0] - from[0], to[1] - from[1]);
    const [before, after] = [apart(from, other), apart(to, other)];
    if (before < 1) return frame;
    const [was, is] = [middle(from, other), middle(to, other)];
    return moved(nearer(frame, size, was, after / before), is[0] - was[0], is[1] - was[1]);
  }
}

function apart(one: Point, other: Point): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

function middle(one: Point, other: Point): Point {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
}
