/** The ground as features of the map's sources. Pure, so that tests can read what is drawn. */
import type { Feature, FeatureCollection, LineString, Point, Polygon, Position } from 'geojson';
import type { LatLon } from '../protocol/LatLon';
import type { PromiseCells } from '../protocol/PromiseCells';
import type { PromiseMapView } from '../protocol/PromiseMapView';
import type { ReachView } from '../protocol/ReachView';
import type { RoadClosure } from '../protocol/RoadClosure';
import type { RouteView } from '../protocol/RouteView';
import type { SuggestedMove } from '../protocol/SuggestedMove';

/** The way of a unit to the place of an order. */
export interface OrderRoute {
  order: string;
  route: RouteView;
}

/** Metres in a degree of latitude. */
const DEGREE_M = 111_320;
/** How large a closed street is drawn, in metres. */
const STREET_M = 25;
/** Corners of what stands for a circle. */
const CORNERS = 32;

/** The cells of the promise map, each with its place in the list as its id. */
export function cellFeatures({ borders }: PromiseCells): FeatureCollection<Polygon> {
  return {
    type: 'FeatureCollection',
    features: borders.map((border, id) => {
      const ring: Position[] = [];
      for (let at = 0; at + 1 < border.length; at += 2) {
        ring.push([(border[at + 1] ?? 0) / 1e6, (border[at] ?? 0) / 1e6]);
      }
      return { type: 'Feature', id, geometry: { type: 'Polygon', coordinates: [closed(ring)] }, properties: {} };
    }),
  };
}

/** The cells whose digit in `after` is not that in `before`. */
export function changedCells(before: string, after: string): number[] {
  if (before === after) return [];
  const changed: number[] = [];
  for (let id = 0; id < after.length; id += 1) if (before[id] !== after[id]) changed.push(id);
  return changed;
}

/** The holes, each with its words. */
export function holeFeatures(
  promise: PromiseMapView | null,
  say: (since: string, weight: number) => string,
): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: (promise?.holes ?? []).map(({ at, since, weight }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: position(at) },
      properties: { text: say(since, weight) },
    })),
  };
}

/** A suggested move: a line from where the unit is, with a point at its end that knows its direction. */
export function moveFeatures(move: SuggestedMove | null): FeatureCollection<LineString | Point> {
  if (!move) return { type: 'FeatureCollection', features: [] };
  const line: Feature<LineString> = {
    type: 'Feature',
    geometry: { type: 'LineString', coordinates: [position(move.from), position(move.to)] },
    properties: {},
  };
  const end: Feature<Point> = {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: position(move.to) },
    properties: { text: move.name, bearing: bearing(move.from, move.to) },
  };
  return { type: 'FeatureCollection', features: [line, end] };
}

/** The outline of a reach. */
export function reachFeatures(reach: ReachView | null): FeatureCollection<Polygon> {
  return {
    type: 'FeatureCollection',
    features: shapes((reach?.rings ?? []).map((ring) => closed(ring.map(position)))).map((coordinates) => ({
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates },
      properties: { guessed: reach?.guessed ?? false },
    })),
  };
}

/** Rings as shapes: those that run counter-clockwise are shores, the others holes of the shore around them. */
function shapes(rings: readonly Position[][]): Position[][][] {
  const shores = rings
    .filter((ring) => area(ring) > 0)
    .map((ring) => ({ ring, size: area(ring), holes: [] as Position[][] }));
  shores.sort((a, b) => a.size - b.size);
  for (const hole of rings.filter((ring) => area(ring) < 0)) {
    const [first] = hole;
    shores.find(({ ring }) => first && inside(first, ring))?.holes.push(hole);
  }
  return shores.map(({ ring, holes }) => [ring, ...holes]);
}

/** Twice the area within `ring`, negative if it runs clockwise. */
function area(ring: readonly Position[]): number {
  let sum = 0;
  for (const [at, [x = 0, y = 0]] of ring.entries()) {
    const [nextX = 0, nextY = 0] = ring[(at + 1) % ring.length] ?? [];
    sum += x * nextY - nextX * y;
  }
  return sum;
}

/** Whether a ray from the point to the east crosses `ring` an odd number of times. */
function inside([x = 0, y = 0]: Position, ring: readonly Position[]): boolean {
  let within = false;
  for (const [at, [fromX = 0, fromY = 0]] of ring.entries()) {
    const [toX = 0, toY = 0] = ring[(at + 1) % ring.length] ?? [];
    if (fromY > y !== toY > y && x < ((toX - fromX) * (y - fromY)) / (toY - fromY) + fromX) within = !within;
  }
  return within;
}

/** The ways of units to their orders. */
export function routeFeatures(routes: readonly OrderRoute[]): FeatureCollection<LineString> {
  return {
    type: 'FeatureCollection',
    features: routes.map(({ order, route }) => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: route.line.map(position) },
      properties: { order, guessed: route.guessed },
    })),
  };
}

/** Closed roads as discs; one street is a small one at the point where it was closed. */
export function closureFeatures(closures: readonly RoadClosure[]): FeatureCollection<Polygon> {
  return {
    type: 'FeatureCollection',
    features: closures.map(({ id, at, radius_m, note }) => ({
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [disc(at, Math.max(radius_m, STREET_M))] },
      properties: { id, text: note },
    })),
  };
}

/** Degrees clockwise from north, on ground small enough to be flat. */
export function bearing(from: LatLon, to: LatLon): number {
  const east = (to.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180);
  return ((Math.atan2(east, to.lat - from.lat) * 180) / Math.PI + 360) % 360;
}

function disc({ lat, lon }: LatLon, radius: number): Position[] {
  const ring: Position[] = [];
  const [north, east] = [radius / DEGREE_M, radius / (DEGREE_M * Math.cos((lat * Math.PI) / 180))];
  for (let corner = 0; corner < CORNERS; corner += 1) {
    const turn = (corner / CORNERS) * Math.PI * 2;
    ring.push([lon + east * Math.sin(turn), lat + north * Math.cos(turn)]);
  }
  return closed(ring);
}

function closed(ring: Position[]): Position[] {
  const [first] = ring;
  const last = ring.at(-1);
  if (!first || !last || (first[0] === last[0] && first[1] === last[1])) return ring;
  return [...ring, first];
}

function position({ lat, lon }: LatLon): Position {
  return [lon, lat];
}
