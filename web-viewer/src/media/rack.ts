/**
 * Which slot of a wall each tile has.
 *
 * A slot that was emptied rests before another tile gets it: pictures that were on their way when it was emptied would
 * else be shown under another name. Slots that have rested longest go first.
 */

/** How long a slot rests: longer than a picture is on its way over any network worth watching on. */
export const REST_MS = 1_000;

export class Rack<T> {
  readonly #seats: { tile: T | undefined; emptied: number }[];
  #waiting: T[] = [];

  constructor(slots: number) {
    this.#seats = Array.from({ length: slots }, () => ({ tile: undefined, emptied: Number.NEGATIVE_INFINITY }));
  }

  /** How many tiles have a slot or wait for one. */
  get tiles(): number {
    return this.#waiting.length + this.#seats.filter(({ tile }) => tile !== undefined).length;
  }

  /** Every tile with its slot. */
  *seated(): Iterable<[slot: number, tile: T]> {
    for (const [slot, { tile }] of this.#seats.entries()) if (tile !== undefined) yield [slot, tile];
  }

  /** A tile wants a slot. */
  join(tile: T): void {
    this.#waiting.push(tile);
  }

  /** A tile is gone; the slot it had, if it had one. */
  leave(tile: T, now: number): number | null {
    this.#waiting = this.#waiting.filter((each) => each !== tile);
    const slot = this.#seats.findIndex((seat) => seat.tile === tile);
    if (slot < 0) return null;
    this.#seats[slot] = { tile: undefined, emptied: now };
    return slot;
  }

  /** Gives the tiles that wait the slots that have rested; those that now have one. */
  settle(now: number): [slot: number, tile: T][] {
    const settled: [number, T][] = [];
    for (;;) {
      const [tile] = this.#waiting;
      const slot = this.#readiest();
      const seat = slot === undefined ? undefined : this.#seats[slot];
      if (tile === undefined || slot === undefined || !seat || now < seat.emptied + REST_MS) return settled;
      this.#waiting.shift();
      seat.tile = tile;
      settled.push([slot, tile]);
    }
  }

  /** When `settle` can give another slot; null if nobody waits or none is free. */
  settlesAt(): number | null {
    const slot = this.#waiting.length > 0 ? this.#readiest() : undefined;
    const seat = slot === undefined ? undefined : this.#seats[slot];
    return seat ? seat.emptied + REST_MS : null;
  }

  #readiest(): number | undefined {
    const free = [...this.#seats.entries()].filter(([, { tile }]) => tile === undefined);
    return free.sort(([, a], [, b]) => a.emptied - b.emptied)[0]?.[0];
  }
}
