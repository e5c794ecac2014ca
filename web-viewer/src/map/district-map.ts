/**
 * The district on the screen: the street map with everything of the board that has a place.
 *
 * Units are redrawn at most 30 times a second while they glide, names and countdowns once a second. Software GL
 * needs the best part of a second of a processor for a frame, so there all is drawn together every other second.
 * Rules are none of its business.
 */
import 'maplibre-gl/dist/maplibre-gl.css';
import type { FeatureCollection } from 'geojson';
import { type GeoJSONSource, Map as MapLibre, type MapMouseEvent, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { askUntilItComes } from '../asked-again';
import type { Board } from '../board/board';
import { emptyBoard } from '../board/board';
import type { Language } from '../i18n/language.svelte';
import type { LatLon } from '../protocol/LatLon';
import { ATTRIBUTION, type BaseMap, baseMap, nameIn } from './base-style';
import {
  type Chosen,
  draftFeatures,
  incidentFeatures,
  labelFeatures,
  linkFeatures,
  orderFeatures,
  unitFeatures,
} from './features';
import type { Ground, GroundView } from './ground';
import { OVERLAYS, SOURCES } from './layers';
import { Motion } from './motion';
import { addSigns, letterIn } from './shapes';
import { drawsInSoftware } from './software';

setWorkerUrl(workerUrl); // Without this line everything builds and the map stays empty.

const FRAME_MS = 1000 / 30;
const SLOW_FRAME_MS = 2000;

export interface MapOptions {
  container: HTMLElement;
  /** Where the street map is. */
  archive: string;
  /** The language of the names on it. */
  language: Language;
  /** The hall's clock. */
  hallNow: () => number;
  /** An age in words. */
  sayAge: (ms: number) => string;
  onChoose: (what: Partial<Chosen>) => void;
  /** A click on no thing in particular, or on anything while a place is being picked. */
  onPlace: (at: LatLon) => void;
  /** The middle of the map is somewhere else. */
  onMoved: (centre: LatLon) => void;
  /** Everything is drawn for the first time. */
  onReady: () => void;
}

/** What is shown besides the board. */
export interface View {
  chosen: Chosen;
  /** Whether clicks pick a place. */
  picking: boolean;
  /** The place that was picked. */
  draft: LatLon | null;
}

export class DistrictMap {
  readonly #map: MapLibre;
  readonly #options: MapOptions;
  readonly #motion = new Motion();
  /** Whether each frame costs the processor dear. */
  readonly #slow: boolean;
  readonly #drawn = new Map<string, string>();
  #board: Board = emptyBoard;
  #view: View = { chosen: { unit: null, order: null, incident: null }, picking: false, draft: null };
  #language: Language;
  #ground: Ground | undefined;
  #groundView: GroundView | undefined;
  #stopAsking = () => {};
  #loaded = false;
  #settled: boolean;
  #lastFrame = 0;
  #frame = 0;

  static async open(options: MapOptions): Promise<DistrictMap> {
    return new DistrictMap(options, await baseMap(options.archive, options.language));
  }

  private constructor(options: MapOptions, base: BaseMap) {
    this.#options = options;
    this.#language = options.language;
    this.#settled = false;
    const map = new MapLibre({
      container: options.container,
      style: base.style,
      ...(base.bounds ? { bounds: base.bounds } : { center: [121.42, 31.4], zoom: 11 }),
      attributionControl: { compact: false, ...(base.bounds ? {} : { customAttribution: ATTRIBUTION }) },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      fadeDuration: 0,
    });
    this.#map = map;
    this.#slow = drawsInSoftware(map);
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), 'bottom-right');
    map.on('load', () => this.#whenLoaded());
    map.once('idle', () => options.onReady());
    map.on('moveend', () => {
      const { lat, lng } = map.getCenter();
      options.onMoved({ lat, lon: lng });
    });
    map.on('click', (event) => this.#clicked(event));
    map.on('mousemove', (event) => this.#pointed(event));
  }

  /** Takes in the board and the view; draws them soon. */
  show(board: Board, view: View): void {
    const changed = { board: board !== this.#board, view: view !== this.#view };
    this.#board = board;
    this.#view = view;
    if (changed.board) {
      const positions = [...board.units.values()].flatMap(({ id, position }) =>
        position ? [[id, position] as const] : [],
      );
      this.#motion.update(positions, performance.now());
    }
    if (!this.#loaded) return;
    this.#settle();
    if (changed.view) {
      this.#map.getCanvas().style.cursor = view.picking ? 'crosshair' : '';
      this.#drawAll();
    } else if (!this.#slow) {
      this.#animate();
    }
  }

  /** Lays on the ground what `view` names. */
  lay(view: GroundView): void {
    this.#groundView = view;
    this.#ground?.lay(view);
  }

  /** Says all names in `language`. */
  speak(language: Language): void {
    if (language === this.#language) return;
    this.#language = language;
    if (!this.#loaded) return;
    nameIn(this.#map, language);
    letterIn(this.#map, language);
    this.#drawAll();
  }

  /** Draws what changes with the clock. Call once a second. */
  tick(): void {
    if (!this.#loaded || document.hidden) return;
    if (this.#slow && performance.now() - this.#lastFrame < SLOW_FRAME_MS - 100) return;
    this.#drawAll();
  }

  /** Moves so that `at` is well in view; `aside` is half of what something covers on the left, in pixels. */
  goTo(at: LatLon, aside: number): void {
    const { width, height } = this.#map.getCanvas().getBoundingClientRect();
    const { x, y } = this.#map.project([at.lon, at.lat]);
    const inView = x > 2 * aside + 40 && x < width - 40 && y > 40 && y < height - 40;
    const zoom = Math.max(this.#map.getZoom(), 13);
    if (inView && this.#map.getZoom() >= 12.5) return;
    this.#map.easeTo({ center: [at.lon, at.lat], zoom, offset: [aside, 0], duration: this.#slow ? 0 : 500 });
  }

  /** What is drawn of the units, for tests. */
  drawnUnits(): number {
    return this.#loaded ? this.#map.queryRenderedFeatures({ layers: ['units'] }).length : 0;
  }

  /** How many features of the street map are drawn, for tests. */
  drawnStreets(): number {
    const base = this.#map.getStyle().layers.filter((layer) => 'source' in layer && layer.source === 'base');
    return this.#map.queryRenderedFeatures({ layers: base.map(({ id }) => id) }).length;
  }

  /** How many features of a layer on the ground are drawn, for tests. */
  drawnOnGround(layer: string): number {
    return this.#ground?.drawn(layer) ?? 0;
  }

  close(): void {
    this.#stopAsking();
    cancelAnimationFrame(this.#frame);
    this.#map.remove();
  }

  #whenLoaded(): void {
    addSigns(this.#map, this.#language);
    for (const source of SOURCES) {
      this.#map.addSource(source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
    }
    for (const layer of OVERLAYS) this.#map.addLayer(layer);
    if (this.#language !== this.#options.language) nameIn(this.#map, this.#language);
    this.#loaded = true;
    this.show(this.#board, { ...this.#view });
    this.#stopAsking = askUntilItComes(
      () => import('./ground'),
      ({ Ground }) => {
        this.#ground = new Ground(this.#map, OVERLAYS[0]?.id);
        if (this.#groundView) this.#ground.lay(this.#groundView);
      },
    );
  }

  /** The first board decides what is looked at: all units, with some ground around them. */
  #settle(): void {
    if (this.#settled || !this.#board.filled) return;
    this.#settled = true;
    const all = [...this.#board.units.values()].flatMap(({ position }) => (position ? [position] : []));
    if (all.length < 2) return;
    const lons = all.map(({ lon }) => lon);
    const lats = all.map(({ lat }) => lat);
    const bounds: [number, number, number, number] = [
      Math.min(...lons),
      Math.min(...lats),
      Math.max(...lons),
      Math.max(...lats),
    ];
    this.#map.fitBounds(bounds, { padding: 60, maxZoom: 14, animate: false });
  }

  #animate(): void {
    if (this.#frame !== 0) return;
    const turn = (at: number) => {
      this.#frame = 0;
      if (document.hidden) return;
      if (at - this.#lastFrame >= FRAME_MS - 2) this.#drawUnits(at);
      if (this.#motion.moving(at)) this.#frame = requestAnimationFrame(turn);
    };
    this.#frame = requestAnimationFrame(turn);
  }

  #drawUnits(at: number): void {
    this.#lastFrame = at;
    this.#set('units', unitFeatures(this.#board, this.#motion, at, this.#options.hallNow(), this.#view.chosen));
    const routed = new Set(this.#groundView?.routes.map(({ order, route }) => `${order} ${route.unit}`));
    this.#set('links', linkFeatures(this.#board, this.#motion, at, routed));
  }

  #drawAll(): void {
    const at = performance.now();
    const now = this.#options.hallNow();
    const { chosen, draft } = this.#view;
    this.#set('incidents', incidentFeatures(this.#board, chosen));
    this.#set('orders', orderFeatures(this.#board, now, chosen));
    this.#set('draft', draftFeatures(draft));
    this.#set('unit-labels', labelFeatures(this.#board, this.#motion, at, now, this.#options.sayAge));
    this.#drawUnits(at);
    if (!this.#slow) this.#animate();
  }

  /** Hands features to a source, unless it has them: each hand-over costs a frame. Gliding units always differ. */
  #set(source: (typeof SOURCES)[number], data: FeatureCollection): void {
    if (source !== 'units' || this.#slow) {
      const text = JSON.stringify(data);
      if (this.#drawn.get(source) === text) return;
      this.#drawn.set(source, text);
    }
    this.#map.getSource<GeoJSONSource>(source)?.setData(data);
  }

  #clicked(event: MapMouseEvent): void {
    const at = { lat: event.lngLat.lat, lon: event.lngLat.lng };
    const hit = this.#view.picking ? undefined : this.#hit(event);
    if (hit) this.#options.onChoose(hit);
    else this.#options.onPlace(at);
  }

  #pointed(event: MapMouseEvent): void {
    if (this.#view.picking) return;
    this.#map.getCanvas().style.cursor = this.#hit(event) ? 'pointer' : '';
  }

  #hit({ point }: MapMouseEvent): Partial<Chosen> | undefined {
    if (!this.#loaded) return undefined;
    const near: [[number, number], [number, number]] = [
      [point.x - 6, point.y - 6],
      [point.x + 6, point.y + 6],
    ];
    const [first] = this.#map.queryRenderedFeatures(near, { layers: ['units', 'orders', 'incidents'] });
    const id: unknown = first?.properties.id;
    if (typeof id !== 'string') return undefined;
    switch (first?.layer.id) {
      case 'units':
        return { unit: id };
      case 'orders':
        return { order: id };
      default:
        return { incident: id };
    }
  }
}
