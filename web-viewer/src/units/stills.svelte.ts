/**
 * Single pictures of a unit or a desk, for a tile whose network carries no moving ones.
 *
 * Each comes by itself over HTTP, so that a line too thin for video still shows how things stand, with the time that was.
 */

import type { PictureOf } from '../media/wall';

/** How often one is asked for, as long as they come. */
const EVERY_MS = 3_000;
/** A tile on a thin line is not drawn any larger. */
const WIDTH = 640;

/** Whatever fetches a picture. */
export interface Fetches {
  blob(path: string): Promise<Blob>;
}

/** The newest still. */
export interface Still {
  /** An address of the page's own, good until the next one comes. */
  url: string;
  /** When it came, by the hall's clock; it was taken at most two seconds before. */
  at: number;
}

export class Stills {
  newest = $state.raw<Still | null>(null);

  /** Asks for stills of a unit or a desk until the answer is called. */
  follow(of: PictureOf, hall: Fetches, clock: { now(): number }): () => void {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const source = of.unit ? `units/${of.unit}` : `desks/${of.desk}`;
    const ask = async () => {
      // One that does not come is asked for again; the tile says since when its picture stands.
      const picture = await hall.blob(`/api/${source}/still?width=${WIDTH}`).catch(() => null);
      if (gone) return;
      if (picture) this.#show({ url: URL.createObjectURL(picture), at: clock.now() });
      timer = setTimeout(() => void ask(), EVERY_MS);
    };
    void ask();
    return () => {
      gone = true;
      clearTimeout(timer);
      this.#show(null);
    };
  }

  #show(still: Still | null): void {
    if (this.newest) URL.revokeObjectURL(this.newest.url);
    this.newest = still;
  }
}
