/** When the hall is asked for a way anew: seldom while all goes as it was told, soon when the officer goes elsewhere. */
import type { LatLon } from '../protocol/LatLon';
import type { WayView } from '../protocol/WayView';
import { boundsOf, Ground, nearest } from './ground';

/** How often a way is worked out anew. */
const EVERY_MS = 120_000;
/** The same with others on the way, whose positions come with it. */
const TEAM_EVERY_MS = 30_000;
/** Whoever is so far off the route goes another way, if the position is surer than that. */
export const OFF_ROUTE_M = 150;
/** The least between two askings. */
const LEAST_MS = 15_000;
/** The least after failures, twice as long after each. */
const AGAIN_MS = 4_000;
const AGAIN_MOST_MS = 120_000;
/** Streets are taken to be there so far beyond the outermost that is known. */
const BEYOND_M = 30;

/** How it went so far. */
export interface Asked {
  /** When the hall was asked last; null before the first time. */
  at: number | null;
  /** How often in a row there was no answer. */
  failures: number;
  /** How far the officer had come with the order. */
  state: string;
}

/** How things stand. */
export interface Standing {
  now: number;
  here: (LatLon & { accuracyM: number }) | null;
  /** How far the officer has come with the order. */
  state: string;
  /** Whether the officer goes there. */
  going: boolean;
  /** Whether others go there too. */
  team: boolean;
}

/** Whether it is time to ask. */
export function isDue(asked: Asked, way: WayView | null, standing: Standing): boolean {
  if (asked.at === null) return true;
  const since = standing.now - asked.at;
  if (asked.failures > 0) return since >= Math.min(AGAIN_MS * 2 ** (asked.failures - 1), AGAIN_MOST_MS);
  // Whoever has just taken the order on is told of the others.
  if (asked.state !== standing.state || !way) return true;
  if (since < LEAST_MS) return false;
  if (way.no_way === 'no_position' && standing.here) return true;
  return since >= (standing.team ? TEAM_EVERY_MS : EVERY_MS) || (standing.going && isOffRoute(way, standing.here));
}

/** Whether the officer has surely left the route. */
export function isOffRoute(way: WayView, here: Standing['here']): boolean {
  if (!here) return false;
  const ground = new Ground(way.scene);
  const spot = nearest(ground.line(way.route), ground.point(here));
  return spot !== null && spot.metres - here.accuracyM > OFF_ROUTE_M;
}

/** Whether the streets of `way` are those around all of `places` as well. */
export function coversPlaces(way: WayView, places: readonly LatLon[]): boolean {
  const ground = new Ground(way.scene);
  const streets = way.streets ?? [];
  const known = boundsOf(streets.flatMap((street) => ground.street(street).lines.flat()));
  if (!known) return false;
  return places.every((place) => {
    const [x, y] = ground.point(place);
    return x >= known[0] - BEYOND_M && x <= known[2] + BEYOND_M && y >= known[1] - BEYOND_M && y <= known[3] + BEYOND_M;
  });
}

/** `fresh`, which came without streets, with those of `known`; null if they are not those around its route. */
export function withStreets(fresh: WayView, known: WayView | null): WayView | null {
  if (fresh.streets) return fresh;
  if (!known || known.scene.lat !== fresh.scene.lat || known.scene.lon !== fresh.scene.lon) return null;
  const ground = new Ground(fresh.scene);
  const [route, streets] = [ground.line(fresh.route).map((at) => ground.place(at)), known.streets];
  return coversPlaces(known, route) ? { ...fresh, streets } : null;
}
