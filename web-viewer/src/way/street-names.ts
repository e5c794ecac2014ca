/** Where the names of streets go: along them, the larger streets first, none over another. */
import type { Point } from './ground';

/** A name with where its middle is, and how it is turned. */
export interface PlacedName {
  text: string;
  at: Point;
  /** Radians clockwise; never upside down. */
  angle: number;
}

/** A rectangle that is taken: left, top, right, bottom. */
export type Taken = readonly [number, number, number, number];

/** How much shorter than itself a stretch may be between its ends to count as straight. */
const STRAIGHT = 0.96;
/** How much of its name a stretch has to carry. */
const CARRIED = 0.9;

/** A name that wants to be somewhere along one of its lines, on the screen. */
export interface Wish {
  text: string;
  width: number;
  lines: readonly (readonly Point[])[];
  /** Whether it stands upright over a street that is too winding to carry it. */
  upright: boolean;
}

/** Places as many of `wishes`, in that sequence and each as near to the middle as may be, as fit into `screen` without touching what is `taken`. */
export function placeNames(
  wishes: readonly Wish[],
  screen: Taken,
  taken: readonly Taken[],
  most: number,
): PlacedName[] {
  const names: PlacedName[] = [];
  const full = [...taken];
  const centre = middle([screen[0], screen[1]], [screen[2], screen[3]]);
  for (const { text, width, lines, upright: always } of wishes) {
    if (names.length >= most) break;
    const seen = lines.flatMap((line) => inside(line, screen));
    const stretches = seen.flatMap((line) => straightStretches(line, width * CARRIED));
    const along = stretches.map(({ from, to }) => ({
      at: middle(from, to),
      angle: upright(Math.atan2(to[1] - from[1], to[0] - from[0])),
    }));
    const over = always ? seen.flat().map((at) => ({ at, angle: 0 })) : [];
    const nearer = (one: { at: Point }, other: { at: Point }) => apart(one.at, centre) - apart(other.at, centre);
    for (const { at, angle } of [...along.sort(nearer), ...over.sort(nearer)]) {
      const box = boxOf(at, angle, width);
      if (!within(box, screen) || full.some((other) => overlap(box, other))) continue;
      names.push({ text, at, angle });
      full.push(box);
      break;
    }
  }
  return names;
}

/** The stretches of a line that are all but straight and long enough: of each the beginning, and the whole. */
function straightStretches(line: readonly Point[], least: number): { from: Point; to: Point }[] {
  const stretches: { from: Point; to: Point }[] = [];
  let begin = 0;
  while (begin + 1 < line.length) {
    const from = line[begin] as Point;
    let [end, along, enough] = [begin, 0, begin];
    while (end + 1 < line.length) {
      along += apart(line[end] as Point, line[end + 1] as Point);
      const across = apart(from, line[end + 1] as Point);
      if (across < along * STRAIGHT) break;
      end += 1;
      if (across >= least && enough === begin) enough = end;
    }
    if (enough > begin) stretches.push({ from, to: line[enough] as Point });
    if (enough > begin && end > enough) stretches.push({ from, to: line[end] as Point });
    begin = Math.max(end, begin + 1);
  }
  return stretches;
}

/** The parts of a line that lie within a rectangle. */
function inside(line: readonly Point[], screen: Taken): Point[][] {
  const parts: Point[][] = [];
  let open: Point[] | undefined;
  for (let at = 0; at + 1 < line.length; at += 1) {
    const [from, to] = [line[at] as Point, line[at + 1] as Point];
    const cut = clipped(from, to, screen);
    if (!cut) {
      open = undefined;
      continue;
    }
    if (open && cut[0] === from) open.push(cut[1]);
    else {
      open = [...cut];
      parts.push(open);
    }
    if (cut[1] !== to) open = undefined;
  }
  return parts;
}

/** The part of a straight line within a rectangle (Liang and Barsky 1984). */
function clipped(from: Point, to: Point, [left, top, right, bottom]: Taken): [Point, Point] | null {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  let [begin, end] = [0, 1];
  for (const [toward, room] of [
    [-dx, from[0] - left],
    [dx, right - from[0]],
    [-dy, from[1] - top],
    [dy, bottom - from[1]],
  ] as const) {
    if (toward === 0 && room < 0) return null;
    if (toward < 0) begin = Math.max(begin, room / toward);
    else if (toward > 0) end = Math.min(end, room / toward);
  }
  if (begin >= end) return null;
  const point = (share: number): Point => [from[0] + share * dx, from[1] + share * dy];
  return [begin > 0 ? point(begin) : from, end < 1 ? point(end) : to];
}

function apart(from: Point, to: Point): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1]);
}

function middle(from: Point, to: Point): Point {
  return [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
}

function upright(angle: number): number {
  if (angle > Math.PI / 2) return angle - Math.PI;
  return angle <= -Math.PI / 2 ? angle + Math.PI : angle;
}

function boxOf([x, y]: Point, angle: number, width: number): Taken {
  const half = [(Math.abs(Math.cos(angle)) * width) / 2 + 8, (Math.abs(Math.sin(angle)) * width) / 2 + 8] as const;
  return [x - half[0], y - half[1], x + half[0], y + half[1]];
}

function within(box: Taken, screen: Taken): boolean {
  return box[0] >= screen[0] && box[1] >= screen[1] && box[2] <= screen[2] && box[3] <= screen[3];
}

function overlap(one: Taken, other: Taken): boolean {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}
