/** The colours of the map: for the night, and for a bright day, as the phone is set. */
import type { StreetClass } from '../protocol/StreetClass';

export interface Palette {
  ground: string;
  streets: Record<StreetClass, string>;
  /** The rim of larger streets. */
  rim: string;
  name: string;
  route: string;
  routeRim: string;
  /** What of the route is behind the officer. */
  passed: string;
  scene: string;
  me: string;
  mate: string;
  /** Around points and letters that lie on streets. */
  halo: string;
  ink: string;
}

const NIGHT: Palette = {
  ground: '#101a2b',
  streets: {
    highway: '#7d95c4',
    main: '#58719f',
    street: '#455b86',
    lane: '#34476c',
    path: '#34476c',
    ferry: '#2f5b86',
    unknown: '#2b3c5b',
  },
  rim: '#0b1220',
  name: '#c3d0e4',
  route: '#56b4e9',
  routeRim: '#06121f',
  passed: '#3c6a8b',
  scene: '#ff6b3d',
  me: '#56b4e9',
  mate: '#7ee0b8',
  halo: '#0b1220',
  ink: '#ffffff',
};

const DAY: Palette = {
  ground: '#eef0ec',
  streets: {
    highway: '#f0b35a',
    main: '#f6d68a',
    street: '#ffffff',
    lane: '#ffffff',
    path: '#c9c3b4',
    ferry: '#8db7dc',
    unknown: '#ffffff',
  },
  rim: '#b9b6ac',
  name: '#3c4350',
  route: '#1668c9',
  routeRim: '#ffffff',
  passed: '#9cbbe0',
  scene: '#c83a0c',
  me: '#1668c9',
  mate: '#0f7d55',
  halo: '#ffffff',
  ink: '#10151d',
};

export function palette(day: boolean): Palette {
  return day ? DAY : NIGHT;
}

/** How wide streets are drawn, in pixels, where a metre is one pixel or more; further away they are thinner. */
export const WIDTHS: Record<StreetClass, number> = {
  highway: 9,
  main: 7,
  street: 5,
  lane: 2.5,
  path: 1.4,
  ferry: 1.5,
  unknown: 2,
};

/** From the smallest to the largest: what is drawn later lies above. */
export const SMALLEST_FIRST: readonly StreetClass[] = ['unknown', 'ferry', 'path', 'lane', 'street', 'main', 'highway'];
