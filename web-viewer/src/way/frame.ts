/** What of the ground is on the screen, and how large: north is up. */
import { boundsOf, type Point } from './ground';

/** The most and the fewest pixels that a metre is drawn with. */
const NEAREST = 4;
const FARTHEST = 0.002;
/** How near the whole way is shown at most. */
const WHOLE_NEAREST = 1.2;

/** What is kept free around the whole way, in pixels: keys, names and the scale stand there. */
const PADDING = { top: 34, side: 34, bottom: 40 };

export interface Size {
  width: number;
  height: number;
}

/** The point of the ground in the middle of the screen, and the pixels of a metre. */
export interface Frame {
  middle: Point;
  perMetre: number;
}

/** The frame that shows all of `points`. */
export function whole(points: Iterable<Point>, { width, height }: Size): Frame {
  const bounds = boundsOf(points);
  if (!bounds) return { middle: [0, 0], perMetre: WHOLE_NEAREST };
  const [west, south, east, north] = bounds;
  const room = {
    x: Math.max(width - 2 * PADDING.side, 20),
    y: Math.max(height - PADDING.top - PADDING.bottom, 20),
  };
  const fits = Math.min(room.x / Math.max(east - west, 1e-9), room.y / Math.max(north - south, 1e-9));
  const perMetre = clamp(fits, FARTHEST, WHOLE_NEAREST);
  // The padding is not the same above and below.
  const shift = (PADDING.bottom - PADDING.top) / 2 / perMetre;
  return { middle: [(west + east) / 2, (south + north) / 2 - shift], perMetre };
}

/** Where a point of the ground is on the screen. */
export function onScreen({ middle, perMetre }: Frame, { width, height }: Size, [x, y]: Point): Point {
  return [width / 2 + (x - middle[0]) * perMetre, height / 2 - (y - middle[1]) * perMetre];
}

/** The frame after a finger has moved by so many pixels. */
export function moved({ middle, perMetre }: Frame, dx: number, dy: number): Frame {
  return { middle: [middle[0] - dx / perMetre, middle[1] + dy / perMetre], perMetre };
}

/** The frame `times` as near, with what is under the pixel `at` staying there. */
export function nearer(frame: Frame, { width, height }: Size, at: Point, times: number): Frame {
  const perMetre = clamp(frame.perMetre * times, FARTHEST, NEAREST);
  const off = [at[0] - width / 2, height / 2 - at[1]] as const;
  const under = (pixels: 0 | 1): number => frame.middle[pixels] + off[pixels] / frame.perMetre;
  return { middle: [under(0) - off[0] / perMetre, under(1) - off[1] / perMetre], perMetre };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
