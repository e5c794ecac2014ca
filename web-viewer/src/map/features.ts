/** The board as features of the map's sources. Pure, so that tests can read what is drawn. */
import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import { type Board, stands } from '../board/board';
import { countdown } from '../board/countdown';
import { placeName } from '../board/place';
import { ageMs, freshness } from '../board/unit-list';
import type { LatLon } from '../protocol/LatLon';
import type { PositionView } from '../protocol/PositionView';
import type { UnitView } from '../protocol/UnitView';
import type { Motion } from './motion';

export interface Chosen {
  unit: string | null;
  order: string | null;
  incident: string | null;
}

type Points = FeatureCollection<Point>;

/** The units where they are drawn at `at` (monotonic), with their states at `now` (the hall's clock). */
export function unitFeatures(board: Board, motion: Motion, at: number, now: number, chosen: Chosen): Points {
  const features: Feature<Point>[] = [];
  for (const { unit, position } of placed(board)) {
    const drawn = motion.at(unit.id, at) ?? { ...position, heading: position.heading_deg };
    const fresh = freshness(position, now);
    const selected = unit.id === chosen.unit;
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [drawn.lon, drawn.lat] },
      properties: {
        id: unit.id,
        icon: `unit-${unit.state}${fresh === 'hollow' ? '-hollow' : ''}`,
        opacity: fresh === 'fresh' || selected ? 1 : 0.5,
        live: unit.live,
        selected,
        rank: (selected ? 4 : 0) + (unit.live ? 2 : 0) + (unit.state === 'busy' ? 1 : 0),
        ...(drawn.heading !== null && (position.speed_mps ?? 0) > 0.5 ? { heading: drawn.heading } : {}),
      },
    });
  }
  return { type: 'FeatureCollection', features };
}

/** The names of the units, with how old a position is that is no longer fresh. */
export function labelFeatures(
  board: Board,
  motion: Motion,
  at: number,
  now: number,
  say: (ms: number) => string,
): Points {
  const features: Feature<Point>[] = [];
  for (const { unit, position } of placed(board)) {
    const drawn = motion.at(unit.id, at) ?? position;
    const fresh = freshness(position, now);
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [drawn.lon, drawn.lat] },
      properties: {
        text: `${unit.live ? '▶ ' : ''}${unit.name}${fresh === 'fresh' ? '' : `\n${say(ageMs(position, now))}`}`,
        opacity: fresh === 'fresh' ? 1 : 0.65,
        rank: (unit.live ? 0 : 2) + (unit.state === 'busy' ? 0 : 1),
      },
    });
  }
  return { type: 'FeatureCollection', features };
}

/** Open incidents; one that is chosen is drawn though it be closed. */
export function incidentFeatures(board: Board, chosen: Chosen): Points {
  const drawn = [...board.incidents.values()].filter(
    (incident) => incident.place_known && (incident.closed_at === null || incident.id === chosen.incident),
  );
  return {
    type: 'FeatureCollection',
    features: drawn.map(({ id, kind, place }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [place.lon, place.lat] },
      properties: { id, icon: `incident-${kind}`, selected: id === chosen.incident },
    })),
  };
}

/** The places of open orders with their countdowns; one that is chosen is drawn though it be ended. */
export function orderFeatures(board: Board, now: number, chosen: Chosen): Points {
  const drawn = [...board.orders.values()].filter(({ id, status }) => status === 'open' || id === chosen.order);
  return {
    type: 'FeatureCollection',
    features: drawn.map((order) => {
      const { phase, digits } = countdown(order, now);
      return {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [order.place.lon, order.place.lat] },
        properties: {
          id: order.id,
          icon: `order-${phase}`,
          text:
            phase === 'waiting' || phase === 'untimed'
              ? placeName(order.place)
              : `${digits}\n${placeName(order.place)}`,
          selected: order.id === chosen.order,
        },
      };
    }),
  };
}

/** The place that a form speaks of. */
export function draftFeatures(draft: LatLon | null): Points {
  const features: Feature<Point>[] = draft
    ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: [draft.lon, draft.lat] }, properties: {} }]
    : [];
  return { type: 'FeatureCollection', features };
}

/**
 * A line from each unit that is on its way to where it is wanted, but for those whose way is drawn: `routed` names
 * them as order and unit with a space between.
 */
export function linkFeatures(
  board: Board,
  motion: Motion,
  at: number,
  routed: ReadonlySet<string>,
): FeatureCollection<LineString> {
  const features: Feature<LineString>[] = [];
  for (const order of board.orders.values()) {
    if (order.status !== 'open') continue;
    for (const asked of order.assignments) {
      const from = motion.at(asked.unit, at);
      if (!from || !stands(asked.state) || order.there.includes(asked.unit) || routed.has(`${order.id} ${asked.unit}`))
        continue;
      features.push({
        type: 'Feature',
        geometry: {
          type: 'LineString',
          coordinates: [
            [from.lon, from.lat],
            [order.place.lon, order.place.lat],
          ],
        },
        properties: { taken: asked.state === 'accepted' || asked.state === 'under_way' },
      });
    }
  }
  return { type: 'FeatureCollection', features };
}

function* placed(board: Board): Generator<{ unit: UnitView; position: PositionView }> {
  for (const unit of board.units.values()) if (unit.position) yield { unit, position: unit.position };
}
