/** The layers of the ground, lowest first. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';

/** Their sources, all GeoJSON that starts empty. */
export const GROUND_SOURCES = ['cells', 'reach', 'closures', 'routes', 'moves', 'holes'] as const;

/** Colours of the promise map: nobody comes in time, one unit does, more than one do. */
export const COVER_COLOURS = ['#ff6b3d', '#56b4e9', '#7ee0b8'] as const;

const cover: ExpressionSpecification = ['feature-state', 'cover'];
const halo = { 'text-halo-color': '#0b1220', 'text-halo-width': 1.8 } as const;
const unseen = { visibility: 'none' } as const;

/** As opaque as `share` where the cover is `digit`, unseen elsewhere. */
function only(digit: number, share: number): ExpressionSpecification {
  return ['case', ['==', cover, digit], share, 0];
}

export const GROUND_LAYERS: LayerSpecification[] = [
  {
    id: 'cells-fill',
    type: 'fill',
    source: 'cells',
    layout: unseen,
    paint: {
      'fill-antialias': false,
      'fill-color': ['match', cover, 0, COVER_COLOURS[0], 1, COVER_COLOURS[1], COVER_COLOURS[2]],
      'fill-opacity': ['match', cover, 0, 0.2, 1, 0.16, 2, 0.1, 0],
    },
  },
  {
    id: 'cells-none',
    type: 'fill',
    source: 'cells',
    layout: unseen,
    paint: { 'fill-antialias': false, 'fill-pattern': 'hatch', 'fill-opacity': only(0, 0.8) },
  },
  {
    id: 'cells-twice',
    type: 'fill',
    source: 'cells',
    layout: unseen,
    paint: { 'fill-antialias': false, 'fill-pattern': 'dots', 'fill-opacity': only(2, 0.35) },
  },
  {
    id: 'reach-fill',
    type: 'fill',
    source: 'reach',
    paint: { 'fill-color': '#f4f7fb', 'fill-opacity': 0.08 },
  },
  {
    id: 'reach-line',
    type: 'line',
    source: 'reach',
    paint: {
      'line-color': '#f4f7fb',
      'line-width': 2.5,
      'line-dasharray': ['case', ['get', 'guessed'], ['literal', [2, 2]], ['literal', [1, 0]]],
    },
  },
  {
    id: 'closures-fill',
    type: 'fill',
    source: 'closures',
    paint: { 'fill-pattern': 'closed', 'fill-opacity': 0.9 },
  },
  {
    id: 'closures-line',
    type: 'line',
    source: 'closures',
    paint: { 'line-color': '#ff6b3d', 'line-width': 2 },
  },
  {
    id: 'routes-casing',
    type: 'line',
    source: 'routes',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': '#0b1220', 'line-width': 7, 'line-opacity': 0.8 },
  },
  {
    id: 'routes',
    type: 'line',
    source: 'routes',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': '#f0e442', 'line-width': 3.5, 'line-opacity': ['case', ['get', 'guessed'], 0.5, 0.9] },
  },
  {
    id: 'moves-line',
    type: 'line',
    source: 'moves',
    filter: ['==', ['geometry-type'], 'LineString'],
    paint: { 'line-color': '#ffffff', 'line-width': 3, 'line-dasharray': [1.5, 1] },
  },
  {
    id: 'moves-end',
    type: 'symbol',
    source: 'moves',
    filter: ['==', ['geometry-type'], 'Point'],
    layout: {
      'icon-image': 'arrow',
      'icon-rotate': ['get', 'bearing'],
      'icon-rotation-alignment': 'map',
      'icon-allow-overlap': true,
      'text-field': ['concat', '➜ ', ['get', 'text']],
      'text-size': 13,
      'text-anchor': 'top',
      'text-offset': [0, 1.1],
      'text-optional': true,
    },
    paint: { 'text-color': '#ffffff', ...halo },
  },
  {
    id: 'holes',
    type: 'symbol',
    source: 'holes',
    layout: {
      'icon-image': 'hole',
      'icon-allow-overlap': true,
      'text-field': ['get', 'text'],
      'text-size': 12,
      'text-anchor': 'top',
      'text-offset': [0, 1.1],
      'text-optional': true,
    },
    paint: { 'text-color': '#ffb49b', ...halo },
  },
];
