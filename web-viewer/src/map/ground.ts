/**
 * What lies on the ground under units and orders: the promise map, reach, the ways of units, closed roads.
 *
 * The cells of the promise map are handed over once; from then on only the states of cells that changed are.
 */
import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { PromiseCells } from '../protocol/PromiseCells';
import type { PromiseMapView } from '../protocol/PromiseMapView';
import type { ReachView } from '../protocol/ReachView';
import type { RoadClosure } from '../protocol/RoadClosure';
import {
  cellFeatures,
  changedCells,
  closureFeatures,
  holeFeatures,
  moveFeatures,
  type OrderRoute,
  reachFeatures,
  routeFeatures,
} from './ground-features';
import { GROUND_LAYERS, GROUND_SOURCES } from './ground-layers';
import { addPatterns } from './ground-signs';

/** What is to lie there; null is left out. */
export interface GroundView {
  cells: PromiseCells | null;
  promise: PromiseMapView | null;
  reach: ReachView | null;
  routes: readonly OrderRoute[];
  closures: readonly RoadClosure[];
  /** How long a hole has been open, in words. */
  sayHole: (since: string, weight: number) => string;
}

export class Ground {
  readonly #map: MapLibre;
  readonly #drawn = new Map<string, string>();
  #cells: PromiseCells | null = null;
  #cover = '';

  /** Adds its layers to `map`, which is loaded: shapes below the names of streets, signs below the layer `above`. */
  constructor(map: MapLibre, above: string | undefined) {
    this.#map = map;
    addPatterns(map);
    for (const source of GROUND_SOURCES) {
      const data: FeatureCollection = { type: 'FeatureCollection', features: [] };
      map.addSource(
        source,
        source === 'cells' ? { type: 'geojson', data, tolerance: 0, buffer: 16 } : { type: 'geojson', data },
      );
    }
    const names = map.getStyle().layers.find(({ type }) => type === 'symbol')?.id;
    for (const layer of GROUND_LAYERS) map.addLayer(layer, layer.type === 'symbol' ? above : names);
  }

  lay({ cells, promise, reach, routes, closures, sayHole }: GroundView): void {
    this.#layCells(cells, promise);
    this.#set('holes', holeFeatures(promise, sayHole));
    this.#set('moves', moveFeatures(promise?.suggested ?? null));
    this.#set('reach', reachFeatures(reach));
    this.#set('routes', routeFeatures(routes));
    this.#set('closures', closureFeatures(closures));
  }

  /** How many features of `layer` are drawn, for tests. */
  drawn(layer: string): number {
    return this.#map.queryRenderedFeatures({ layers: [layer] }).length;
  }

  #layCells(cells: PromiseCells | null, promise: PromiseMapView | null): void {
    const fits = cells !== null && promise !== null && promise.cells_id === cells.id;
    for (const id of ['cells-fill', 'cells-none', 'cells-twice']) {
      this.#map.setLayoutProperty(id, 'visibility', fits ? 'visible' : 'none');
    }
    if (!fits) return;
    if (cells !== this.#cells) {
      this.#map.removeFeatureState({ source: 'cells' });
      this.#map.getSource<GeoJSONSource>('cells')?.setData(cellFeatures(cells));
      this.#cells = cells;
      this.#cover = '';
    }
    for (const id of changedCells(this.#cover, promise.cover)) {
      this.#map.setFeatureState({ source: 'cells', id }, { cover: Number(promise.cover[id]) });
    }
    this.#cover = promise.cover;
  }

  /** Hands features to a source, unless it has them. */
  #set(source: (typeof GROUND_SOURCES)[number], data: FeatureCollection): void {
    const text = JSON.stringify(data);
    if (this.#drawn.get(source) === text) return;
    this.#drawn.set(source, text);
    this.#map.getSource<GeoJSONSource>(source)?.setData(data);
  }
}
