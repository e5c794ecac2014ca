/** Draws a way on a canvas: streets with their names, the route, the scene, the officer and the team. */
import { type Frame, onScreen, type Size } from './frame';
import { nearest, type Point, type Street } from './ground';
import { type Palette, SMALLEST_FIRST, WIDTHS } from './palette';
import { placeNames, type Taken, type Wish } from './street-names';

/** What is drawn, on the ground. */
export interface Drawn {
  streets: readonly Street[];
  route: readonly Point[];
  scene: Point;
  /** The officer, with the radius within which the position is believed, in metres. */
  here: { at: Point; accuracyM: number } | null;
  /** The others, each with what is written beside it. */
  team: readonly { at: Point; label: string }[];
  /** What is written beside the officer. */
  me: string;
}

const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const MOST_NAMES = 10;
/** Where the keys stand. */
const KEYS = (width: number): Taken => [width - 108, 0, width, 56];
/** Within so many metres of the route the officer is on it. */
const ON_ROUTE_M = 60;
/** Where the officer, or the scene, is further from the road, a dashed line leads there. */
const OFF_ROAD_M = 15;

export function draw(
  context: CanvasRenderingContext2D,
  size: Size,
  frame: Frame,
  drawn: Drawn,
  colours: Palette,
): void {
  const pen = new Pen(context, size, frame, colours);
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, size.width, size.height);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  pen.streets(drawn.streets);
  pen.route(drawn);
  pen.names(drawn);
  pen.scene(drawn.scene);
  for (const { at, label } of drawn.team) pen.mate(at, label);
  if (drawn.here) pen.me(drawn.here.at, drawn.here.accuracyM, drawn.me);
}

class Pen {
  readonly #context: CanvasRenderingContext2D;
  readonly #size: Size;
  readonly #frame: Frame;
  readonly #colours: Palette;

  constructor(context: CanvasRenderingContext2D, size: Size, frame: Frame, colours: Palette) {
    this.#context = context;
    this.#size = size;
    this.#frame = frame;
    this.#colours = colours;
  }

  streets(streets: readonly Street[]): void {
    const far = Math.min(1, Math.max(0.32, Math.sqrt(this.#frame.perMetre)));
    for (const rim of [true, false]) {
      for (const kind of SMALLEST_FIRST) {
        const width = Math.max(WIDTHS[kind] * far, kind === 'path' || kind === 'ferry' ? 0.8 : 1);
        // A rim around the smallest would be all there is to see of them.
        if (rim && width < 1.8) continue;
        const lines = streets.filter((street) => street.class === kind).flatMap((street) => street.lines);
        if (kind === 'path' || kind === 'ferry') this.#context.setLineDash([3, 3]);
        this.#strokes(lines, rim ? width + 1.6 : width, rim ? this.#colours.rim : this.#colours.streets[kind]);
        this.#context.setLineDash([]);
      }
    }
  }

  route({ route, here, scene }: Drawn): void {
    const last = route.at(-1);
    const spot = here && nearest(route, here.at);
    const [behind, ahead] =
      spot && spot.metres <= ON_ROUTE_M
        ? [
            [...route.slice(0, spot.part + 1), spot.at],
            [spot.at, ...route.slice(spot.part + 1)],
          ]
        : [[], route];
    this.#strokes([behind], 4, this.#colours.passed);
    this.#strokes([ahead], 9, this.#colours.routeRim);
    this.#strokes([ahead], 5.5, this.#colours.route);
    // What no road leads over, or the hall knows no road for.
    const gaps: (readonly Point[])[] = [];
    if (here && spot && spot.metres > OFF_ROAD_M) gaps.push([here.at, spot.at]);
    if (last && apart(last, scene) > OFF_ROAD_M) gaps.push([last, scene]);
    if (here && route.length === 0) gaps.push([here.at, scene]);
    this.#context.setLineDash([2, 8]);
    this.#strokes(gaps, 4, this.#colours.route);
    this.#context.setLineDash([]);
  }

  names({ streets, scene, here, team }: Drawn): void {
    const context = this.#context;
    context.font = `600 12px ${FONT}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const named = streets.filter((street) => street.name !== null && !['path', 'lane'].includes(street.class));
    named.sort((one, other) => SMALLEST_FIRST.indexOf(other.class) - SMALLEST_FIRST.indexOf(one.class));
    const wishes = named.map(({ class: kind, name, lines }): Wish => {
      const text = name ?? '';
      return {
        text,
        width: context.measureText(text).width,
        lines: lines.map((line) => line.map((at) => this.#at(at))),
        upright: kind === 'main' || kind === 'highway',
      };
    });
    const around = (point: Point, half: number): Taken => {
      const [x, y] = this.#at(point);
      return [x - half, y - 30, x + half, y + 28];
    };
    const { width, height } = this.#size;
    const kept = [
      around(scene, 16),
      ...(here ? [around(here.at, 16)] : []),
      ...team.map(({ at, label }) => around(at, Math.max(16, context.measureText(label).width / 2 + 4))),
      KEYS(width),
    ];
    // The scale and whose work it is stand at the lower edge.
    const screen: Taken = [2, 2, width - 2, height - 22];
    for (const { text, at, angle } of placeNames(wishes, screen, kept, MOST_NAMES)) {
      context.save();
      context.translate(at[0], at[1]);
      context.rotate(angle);
      this.#letters(text, 0, 0, this.#colours.name, 3.5);
      context.restore();
    }
  }

  scene(scene: Point): void {
    const [x, y] = this.#at(scene);
    const context = this.#context;
    context.beginPath();
    context.moveTo(x, y);
    context.bezierCurveTo(x - 4, y - 9, x - 12, y - 13, x - 12, y - 22);
    context.arc(x, y - 22, 12, Math.PI, 0);
    context.bezierCurveTo(x + 12, y - 13, x + 4, y - 9, x, y);
    this.#fill(this.#colours.scene, 2.5);
    context.beginPath();
    context.arc(x, y - 22, 4.5, 0, 2 * Math.PI);
    context.fillStyle = this.#colours.halo;
    context.fill();
  }

  me(at: Point, accuracyM: number, label: string): void {
    const [x, y] = this.#at(at);
    const context = this.#context;
    const radius = accuracyM * this.#frame.perMetre;
    if (radius > 12) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.globalAlpha = 0.18;
      context.fillStyle = this.#colours.me;
      context.fill();
      context.globalAlpha = 1;
    }
    context.beginPath();
    context.arc(x, y, 9.5, 0, 2 * Math.PI);
    context.fillStyle = '#ffffff';
    context.fill();
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    context.fillStyle = this.#colours.me;
    context.fill();
    this.#label(label, x, y + 19);
  }

  /** A square on its corner: told from the officer by shape as well. */
  mate(at: Point, label: string): void {
    const [x, y] = this.#at(at);
    const context = this.#context;
    context.beginPath();
    for (const [dx, dy] of [
      [0, -9],
      [9, 0],
      [0, 9],
      [-9, 0],
    ] as const)
      context.lineTo(x + dx, y + dy);
    context.closePath();
    this.#fill(this.#colours.mate, 2.5);
    this.#label(label, x, y + 19);
  }

  #label(text: string, x: number, y: number): void {
    this.#context.font = `650 12px ${FONT}`;
    this.#context.textAlign = 'center';
    this.#context.textBaseline = 'middle';
    const half = this.#context.measureText(text).width / 2 + 3;
    this.#letters(text, Math.min(Math.max(x, half), this.#size.width - half), y, this.#colours.ink, 4);
  }

  #letters(text: string, x: number, y: number, colour: string, halo: number): void {
    this.#context.lineWidth = halo;
    this.#context.strokeStyle = this.#colours.halo;
    this.#context.strokeText(text, x, y);
    this.#context.fillStyle = colour;
    this.#context.fillText(text, x, y);
  }

  #fill(colour: string, rim: number): void {
    this.#context.lineWidth = 2 * rim;
    this.#context.strokeStyle = this.#colours.halo;
    this.#context.stroke();
    this.#context.fillStyle = colour;
    this.#context.fill();
  }

  #strokes(lines: readonly (readonly Point[])[], width: number, colour: string): void {
    this.#context.beginPath();
    for (const line of lines) {
      for (const [place, point] of line.entries()) {
        const [x, y] = this.#at(point);
        if (place === 0) this.#context.moveTo(x, y);
        else this.#context.lineTo(x, y);
      }
    }
    this.#context.lineWidth = width;
    this.#context.strokeStyle = colour;
    this.#context.stroke();
  }

  #at(point: Point): Point {
    return onScreen(this.#frame, this.#size, point);
  }
}

function apart(from: Point, to: Point): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1]);
}
