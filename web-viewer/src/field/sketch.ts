/** A sketch of here and there, north up, for as long as there is no street map. */
import type { LatLon } from '../protocol/LatLon';
import { bearingDeg, distanceM } from './bearing';

/** Width and height of the sketch. */
export const WIDTH = 320;
export const HEIGHT = 160;
const MARGIN = 34;

export interface Sketch {
  here: { x: number; y: number } | null;
  there: { x: number; y: number };
  /** A round distance and how long it is drawn. */
  scale: { metres: number; length: number };
}

/** Places `there` and `here` so that both fit, the nearer to true the smaller the distance. */
export function sketch(there: LatLon, here: LatLon | null): Sketch {
  const middle = { x: WIDTH / 2, y: HEIGHT / 2 };
  if (!here) return { here: null, there: middle, scale: scaleOf(500, 0.2) };
  const distance = distanceM(here, there);
  const angle = (bearingDeg(here, there) * Math.PI) / 180;
  const [east, north] = [Math.sin(angle) * distance, Math.cos(angle) * distance];
  const room = [
    (WIDTH - 2 * MARGIN) / Math.max(Math.abs(east), 1e-9),
    (HEIGHT - 2 * MARGIN) / Math.max(Math.abs(north), 1e-9),
  ];
  const perMetre = Math.min(...room, 1.5);
  const half = { x: (east * perMetre) / 2, y: (-north * perMetre) / 2 };
  return {
    here: { x: middle.x - half.x, y: middle.y - half.y },
    there: { x: middle.x + half.x, y: middle.y + half.y },
    scale: scaleOf(70 / perMetre, perMetre),
  };
}

/** The largest 1, 2 or 5 followed by noughts that is at most `most` metres. */
export function roundBelow(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return ([5, 2, 1].find((digit) => digit * power <= most) ?? 1) * power;
}

function scaleOf(most: number, perMetre: number): Sketch['scale'] {
  const metres = roundBelow(most);
  return { metres, length: metres * perMetre };
}
