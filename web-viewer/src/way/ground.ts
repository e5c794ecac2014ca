/** What the hall tells of a way, as lines on flat ground: metres east and north of the scene. */
import type { LatLon } from '../protocol/LatLon';
import type { StreetClass } from '../protocol/StreetClass';
import type { StreetView } from '../protocol/StreetView';
import type { WayView } from '../protocol/WayView';

/** Metres east and north. */
export type Point = readonly [number, number];

const METRES_PER_DEGREE = 111_195;
/** Steps of a line in a degree. */
const STEPS_PER_DEGREE = 1e5;

/** Streets of one name. */
export interface Street {
  class: StreetClass;
  name: string | null;
  lines: readonly (readonly Point[])[];
}

/** The ground around a scene. */
export class Ground {
  readonly scene: LatLon;
  readonly #perLon: number;

  constructor(scene: LatLon) {
    this.scene = scene;
    this.#perLon = METRES_PER_DEGREE * Math.cos((scene.lat * Math.PI) / 180);
  }

  /** Where a place lies on it. */
  point({ lat, lon }: LatLon): Point {
    return [(lon - this.scene.lon) * this.#perLon, (lat - this.scene.lat) * METRES_PER_DEGREE];
  }

  /** Which place a point of it is. */
  place([x, y]: Point): LatLon {
    return { lat: this.scene.lat + y / METRES_PER_DEGREE, lon: this.scene.lon + x / this.#perLon };
  }

  /** The points of a line: pairs of steps north and east, the first from the scene, each other from the one before. */
  line(steps: WayView['route']): Point[] {
    const points: Point[] = [];
    let [north, east] = [0, 0];
    for (let at = 0; at + 1 < steps.length; at += 2) {
      north += steps[at] ?? 0;
      east += steps[at + 1] ?? 0;
      points.push([(east / STEPS_PER_DEGREE) * this.#perLon, (north / STEPS_PER_DEGREE) * METRES_PER_DEGREE]);
    }
    return points;
  }

  street({ class: kind, name, lines }: StreetView): Street {
    return { class: kind, name, lines: lines.map((line) => this.line(line)) };
  }
}

/** Where a point is nearest to a line: how far off in metres, on which part of it, and where. */
export interface Nearest {
  metres: number;
  part: number;
  at: Point;
}

/** Where `point` is nearest to `line`; null if that has no two points. */
export function nearest(line: readonly Point[], point: Point): Nearest | null {
  let best: Nearest | null = null;
  for (let part = 0; part + 1 < line.length; part += 1) {
    const [from, to] = [line[part], line[part + 1]] as [Point, Point];
    const along = [to[0] - from[0], to[1] - from[1]] as const;
    const length2 = along[0] ** 2 + along[1] ** 2;
    const there = (point[0] - from[0]) * along[0] + (point[1] - from[1]) * along[1];
    const share = length2 > 0 ? Math.min(1, Math.max(0, there / length2)) : 0;
    const at: Point = [from[0] + share * along[0], from[1] + share * along[1]];
    const metres = Math.hypot(point[0] - at[0], point[1] - at[1]);
    if (!best || metres < best.metres) best = { metres, part, at };
  }
  return best;
}

/** The smallest rectangle around points: west, south, east, north; null without any. */
export function boundsOf(points: Iterable<Point>): [number, number, number, number] | null {
  let bounds: [number, number, number, number] | null = null;
  for (const [x, y] of points) {
    bounds = bounds
      ? [Math.min(bounds[0], x), Math.min(bounds[1], y), Math.max(bounds[2], x), Math.max(bounds[3], y)]
      : [x, y, x, y];
  }
  return bounds;
}
