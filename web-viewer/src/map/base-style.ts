/**
 * The street map under everything: one archive of vector tiles that the hall serves.
 *
 * No glyphs and no sprite are set, so MapLibre draws all text from local fonts and asks no server for either.
 */
import { type Flavor, layers, namedFlavor } from '@protomaps/basemaps';
import { addProtocol, type LayerSpecification, type Map as MapLibre, type StyleSpecification } from 'maplibre-gl';
import { PMTiles, Protocol } from 'pmtiles';
import type { Language } from '../i18n/language.svelte';

export const ATTRIBUTION = '© OpenStreetMap contributors';

/** Protomaps' dark flavour on the ground colour of our pages. */
const flavor: Flavor = {
  ...namedFlavor('dark'),
  background: '#101a2b',
  earth: '#101a2b',
  park_a: '#12261f',
  park_b: '#12261f',
  wood_a: '#11221f',
  wood_b: '#11221f',
  scrub_a: '#12231f',
  scrub_b: '#12231f',
  glacier: '#1b2740',
  sand: '#1b2230',
  beach: '#1b2230',
  hospital: '#201c33',
  industrial: '#131d30',
  school: '#161d33',
  pedestrian: '#16213a',
  water: '#0d2c4a',
  buildings: '#1d2c49',
  minor_service: '#263755',
  minor_a: '#33486e',
  minor_b: '#33486e',
  link: '#43608f',
  other: '#263755',
  major: '#4c6a9e',
  highway: '#6385bd',
  minor_service_casing: '#0b1220',
  minor_casing: '#0b1220',
  link_casing: '#0b1220',
  major_casing_late: '#0b1220',
  highway_casing_late: '#0b1220',
  railway: '#3a4a66',
  boundaries: '#6b7fa3',
  roads_label_minor: '#8296b5',
  roads_label_minor_halo: '#0b1220',
  roads_label_major: '#a3b4ce',
  roads_label_major_halo: '#0b1220',
  city_label: '#c4d1e6',
  city_label_halo: '#0b1220',
  subplace_label: '#8ea1bf',
  subplace_label_halo: '#0b1220',
  ocean_label: '#6f8fb8',
};

export interface BaseMap {
  style: StyleSpecification;
  /** West, south, east, north; null without a street map. */
  bounds: [number, number, number, number] | null;
}

/** The style to start from, in a language: the archive at `url`, or plain ground if there is none. */
export async function baseMap(url: string, language: Language): Promise<BaseMap> {
  const archive = new PMTiles(url);
  const protocol = new Protocol();
  protocol.add(archive);
  addProtocol('pmtiles', protocol.tile);
  try {
    const { minLon, minLat, maxLon, maxLat } = await archive.getHeader();
    return {
      bounds: [minLon, minLat, maxLon, maxLat],
      style: {
        version: 8,
        sources: { base: { type: 'vector', url: `pmtiles://${url}`, attribution: ATTRIBUTION } },
        layers: layersIn(language),
      },
    };
  } catch {
    const ground = { id: 'ground', type: 'background', paint: { 'background-color': flavor.earth } } as const;
    return { bounds: null, style: { version: 8, sources: {}, layers: [ground] } };
  }
}

/** Has the names on `map` said in `language`. */
export function nameIn(map: MapLibre, language: Language): void {
  for (const layer of layersIn(language)) {
    if (layer.type !== 'symbol' || !map.getLayer(layer.id)) continue;
    map.setLayoutProperty(layer.id, 'text-field', layer.layout?.['text-field']);
  }
}

function layersIn(language: Language): LayerSpecification[] {
  return textOnly(layers('base', flavor, { lang: language === 'zh' ? 'zh-Hans' : 'en' }));
}

/** No sprite is served, so icons go; text stays. */
function textOnly(all: LayerSpecification[]): LayerSpecification[] {
  return all.flatMap((layer): LayerSpecification[] => {
    if (layer.type !== 'symbol' || !layer.layout?.['icon-image']) return [layer];
    const { 'icon-image': _, ...layout } = layer.layout;
    return layout['text-field'] ? [{ ...layer, layout }] : [];
  });
}
