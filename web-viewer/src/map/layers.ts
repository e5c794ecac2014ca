/** The layers above the street map, lowest first. */
import type { LayerSpecification } from 'maplibre-gl';

/** Their sources, all GeoJSON that starts empty. */
export const SOURCES = ['links', 'incidents', 'orders', 'units', 'unit-labels', 'draft'] as const;

const icons = { 'icon-allow-overlap': true, 'icon-ignore-placement': true } as const;
const halo = { 'text-halo-color': '#0b1220', 'text-halo-width': 1.6 } as const;

export const OVERLAYS: LayerSpecification[] = [
  {
    id: 'links',
    type: 'line',
    source: 'links',
    paint: {
      'line-color': ['case', ['get', 'taken'], '#56b4e9', '#e8eef7'],
      'line-width': 2,
      'line-dasharray': [2, 2],
      'line-opacity': 0.75,
    },
  },
  {
    id: 'incident-chosen',
    type: 'circle',
    source: 'incidents',
    filter: ['get', 'selected'],
    paint: { 'circle-radius': 24, 'circle-opacity': 0, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2 },
  },
  {
    id: 'incidents',
    type: 'symbol',
    source: 'incidents',
    layout: { ...icons, 'icon-image': ['get', 'icon'], 'icon-anchor': 'top', 'icon-offset': [0, 3] },
  },
  {
    id: 'unit-live',
    type: 'symbol',
    source: 'units',
    filter: ['get', 'live'],
    layout: { ...icons, 'icon-image': 'unit-live' },
    paint: { 'icon-opacity': ['get', 'opacity'] },
  },
  {
    id: 'unit-heading',
    type: 'symbol',
    source: 'units',
    filter: ['has', 'heading'],
    layout: {
      ...icons,
      'icon-image': 'unit-heading',
      'icon-rotate': ['get', 'heading'],
      'icon-rotation-alignment': 'map',
    },
    paint: { 'icon-opacity': ['get', 'opacity'] },
  },
  {
    id: 'units',
    type: 'symbol',
    source: 'units',
    layout: { ...icons, 'icon-image': ['get', 'icon'], 'symbol-sort-key': ['get', 'rank'] },
    paint: { 'icon-opacity': ['get', 'opacity'] },
  },
  {
    id: 'unit-chosen',
    type: 'symbol',
    source: 'units',
    filter: ['get', 'selected'],
    layout: { ...icons, 'icon-image': 'unit-selected' },
  },
  {
    id: 'unit-labels',
    type: 'symbol',
    source: 'unit-labels',
    minzoom: 10.5,
    layout: {
      'text-field': ['get', 'text'],
      'text-size': 12,
      'text-offset': [0, 1.5],
      'text-anchor': 'top',
      'text-padding': 4,
      'symbol-sort-key': ['get', 'rank'],
    },
    paint: { 'text-color': '#e8eef7', 'text-opacity': ['get', 'opacity'], ...halo },
  },
  {
    id: 'order-chosen',
    type: 'circle',
    source: 'orders',
    filter: ['get', 'selected'],
    paint: { 'circle-radius': 9, 'circle-opacity': 0, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2 },
  },
  {
    id: 'orders',
    type: 'symbol',
    source: 'orders',
    layout: {
      ...icons,
      'icon-image': ['get', 'icon'],
      'icon-anchor': 'bottom',
      'text-field': ['get', 'text'],
      'text-size': 12,
      'text-anchor': 'left',
      'text-justify': 'left',
      'text-offset': [1.4, -2],
      'text-optional': true,
    },
    paint: { 'text-color': '#ffffff', ...halo },
  },
  { id: 'draft', type: 'symbol', source: 'draft', layout: { ...icons, 'icon-image': 'draft' } },
];
