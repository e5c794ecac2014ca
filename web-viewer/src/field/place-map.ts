/**
 * The street map around one place with the officer on it.
 *
 * This is the chunk that brings MapLibre: it is loaded when an order is looked at, never at the start. It does not
 * scroll or zoom, so that a thumb moving down the card is not caught in it; finding the way is the navigation's.
 */
import 'maplibre-gl/dist/maplibre-gl.css';
import { type GeoJSONSource, LngLatBounds, Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Language } from '../i18n/language.svelte';
import { baseMap } from '../map/base-style';
import type { LatLon } from '../protocol/LatLon';

setWorkerUrl(workerUrl); // Without this line everything builds and the map stays empty.

/** As near as the map goes. */
const NEAREST_ZOOM = 16;
const PADDING = { top: 44, bottom: 40, left: 36, right: 36 };

export interface PlaceMap {
  show(place: LatLon, here: LatLon | null): void;
  close(): void;
}

/** Opens the map in `container`; `onDrawn` is called when all is drawn for the first time. Throws without WebGL. */
export async function openPlaceMap(
  container: HTMLElement,
  place: LatLon,
  language: Language,
  onDrawn: () => void,
): Promise<PlaceMap> {
  const base = await baseMap('/basemap.pmtiles', language);
  if (!base.bounds) throw new Error('There is no street map.');
  const map = new MapLibre({
    container,
    style: base.style,
    center: [place.lon, place.lat],
    zoom: NEAREST_ZOOM - 1,
    interactive: false,
    attributionControl: { compact: false },
    fadeDuration: 0,
  });
  let latest: { place: LatLon; here: LatLon | null } = { place, here: null };
  let loaded = false;
  const draw = () => {
    map.getSource<GeoJSONSource>('points')?.setData(features(latest.place, latest.here));
    const bounds = new LngLatBounds([latest.place.lon, latest.place.lat, latest.place.lon, latest.place.lat]);
    if (latest.here) bounds.extend([latest.here.lon, latest.here.lat]);
    map.fitBounds(bounds, { padding: PADDING, maxZoom: NEAREST_ZOOM, animate: false });
  };
  map.on('load', () => {
    map.addSource('points', { type: 'geojson', data: features(place, null) });
    map.addLayer({
      id: 'way',
      type: 'line',
      source: 'points',
      filter: ['==', ['geometry-type'], 'LineString'],
      paint: { 'line-color': '#56b4e9', 'line-width': 2, 'line-dasharray': [2, 2] },
    });
    map.addLayer({
      id: 'points',
      type: 'circle',
      source: 'points',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': ['match', ['get', 'what'], 'there', 10, 8],
        'circle-color': ['match', ['get', 'what'], 'there', '#ff6b3d', '#56b4e9'],
        'circle-stroke-color': ['match', ['get', 'what'], 'there', '#0b1220', '#e8eef7'],
        'circle-stroke-width': 3,
      },
    });
    loaded = true;
    draw();
    map.once('idle', onDrawn);
  });
  return {
    show(there, here) {
      latest = { place: there, here };
      if (loaded) draw();
    },
    close: () => map.remove(),
  };
}

function features(place: LatLon, here: LatLon | null): GeoJSON.FeatureCollection {
  const point = (what: string, { lat, lon }: LatLon): GeoJSON.Feature => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: { what },
  });
  if (!here) return { type: 'FeatureCollection', features: [point('there', place)] };
  const way: GeoJSON.Feature = {
    type: 'Feature',
    geometry: { type: 'LineString', coordinates: [here, place].map(({ lat, lon }) => [lon, lat]) },
    properties: {},
  };
  return { type: 'FeatureCollection', features: [way, point('here', here), point('there', place)] };
}
