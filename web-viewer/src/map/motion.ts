/**
 * Where moving units are drawn between two fixes.
 *
 * The hall tells a position once a second at most. A unit glides from where it is drawn to its newest fix in the
 * time the last two fixes lay apart, so it is drawn a second late but never jumps; only a leap that nobody can
 * drive is drawn as one.
 */
import type { LatLon } from '../protocol/LatLon';
import type { PositionView } from '../protocol/PositionView';

export interface Drawn {
  lat: number;
  lon: number;
  heading: number | null;
}

interface Glide {
  position: PositionView;
  from: LatLon;
  /** On the monotonic clock, in milliseconds. */
  start: number;
  lastMs: number;
}

const SHORTEST_MS = 300;
const LONGEST_MS = 3_000;
/** Further than this in one step is a leap: about 600 m. */
const LEAP_DEG = 0.005;

export class Motion {
  readonly #glides = new Map<string, Glide>();

  /** Takes in where every unit is now; `at` is on the monotonic clock. */
  update(positions: Iterable<readonly [id: string, position: PositionView]>, at: number): void {
    const seen = new Set<string>();
    for (const [id, position] of positions) {
      seen.add(id);
      const known = this.#glides.get(id);
      if (known?.position === position) continue;
      if (!known || leap(this.#where(known, at), position)) {
        this.#glides.set(id, { position, from: position, start: at, lastMs: 0 });
        continue;
      }
      const lastMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, at - known.start));
      this.#glides.set(id, { position, from: this.#where(known, at), start: at, lastMs });
    }
    for (const id of this.#glides.keys()) if (!seen.has(id)) this.#glides.delete(id);
  }

  /** Where `id` is drawn at `at`. */
  at(id: string, at: number): Drawn | undefined {
    const glide = this.#glides.get(id);
    if (!glide) return undefined;
    return { ...this.#where(glide, at), heading: glide.position.heading_deg };
  }

  /** Whether anything still glides at `at`. */
  moving(at: number): boolean {
    for (const { start, lastMs, from, position } of this.#glides.values()) {
      if (at < start + lastMs && (from.lat !== position.lat || from.lon !== position.lon)) return true;
    }
    return false;
  }

  #where({ from, position, start, lastMs }: Glide, at: number): LatLon {
    const share = lastMs === 0 ? 1 : Math.min(1, Math.max(0, (at - start) / lastMs));
    return {
      lat: from.lat + (position.lat - from.lat) * share,
      lon: from.lon + (position.lon - from.lon) * share,
    };
  }
}

function leap(from: LatLon, to: LatLon): boolean {
  return Math.abs(from.lat - to.lat) > LEAP_DEG || Math.abs(from.lon - to.lon) > LEAP_DEG * 1.5;
}
