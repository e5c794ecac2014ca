/** What a pretended hall answers about its district when it is asked. */
import { DEGREE_M, move, promiseMap, score } from './pretend-district.js';

/** How many metres a degree of longitude is there. */
const EAST_M = DEGREE_M * 0.68;

/** The units that could go, worked out from straight lines as nobody would in earnest. */
export function recommendations(world, query) {
  const to = { lat: Number(query.get('lat')), lon: Number(query.get('lon')) };
  const limit = { emergency: 900, routine: 3600, standby: null }[query.get('kind')];
  const far = ({ lat, lon }) => Math.hypot((lat - to.lat) * DEGREE_M, (lon - to.lon) * EAST_M);
  const units = world.units
    .filter(({ state, position }) => position && state !== 'off_duty')
    .map(({ id, name, mode, state, position }, nth) => {
      const route_s = Math.round(far(position) / { car: 9, e_bike: 6, foot: 1.5 }[mode]) + 40;
      const eta_s = route_s + 65;
      return {
        unit: id,
        name,
        mode,
        eta_s,
        route_s,
        guessed: nth === 3,
        margin_s: limit && limit - eta_s,
        on_time_pct: Math.max(2, Math.min(98, Math.round(100 - (eta_s / 900) * 50))),
        fix_age_s: state === 'unreachable' ? 190 : 3 + nth,
        stale: state === 'unreachable',
        unreachable: state === 'unreachable',
        battery_pct: position.battery_pct,
        shift_ends_in_s: nth % 3 ? 4_000 * nth : null,
        busy_with: state === 'busy' ? world.orders[1].id : null,
        coverage_lost: [34, 6, 0, 18, 2][nth % 5],
      };
    })
    .sort((a, b) => a.eta_s - b.eta_s + (a.busy_with ? 600 : 0) - (b.busy_with ? 600 : 0) + (a.unreachable ? 900 : 0) - (b.unreachable ? 900 : 0));
  const cover = units.slice(0, 4).reduce((best, each) => (each.coverage_lost < best.coverage_lost ? each : best));
  const nearest = units[0];
  const first = world.rule === 'cover' ? cover : nearest;
  const rest = units.filter((each) => each !== first);
  return { rule: world.rule, nearest: nearest.unit, cover: cover.unit, units: [first, ...rest], moves: [move(world)] };
}

/** The ring of reach around a place or a unit. */
export function reach(world, query) {
  const unit = world.units.find((each) => each.id === query.get('unit'));
  const middle = unit?.position ?? { lat: Number(query.get('lat')), lon: Number(query.get('lon')) };
  const seconds = Number(query.get('seconds'));
  const ring = Array.from({ length: 73 }, (_, nth) => {
    const turn = (nth / 72) * Math.PI * 2;
    const far = seconds * 3.4 * (1 + 0.25 * Math.sin(turn * 3) + 0.12 * Math.cos(turn * 7));
    return { lat: middle.lat + (far * Math.sin(turn)) / DEGREE_M, lon: middle.lon + (far * Math.cos(turn)) / (EAST_M) };
  });
  return { seconds, guessed: false, rings: [ring] };
}

/** The ways of an order's units, in a zigzag. */
export function routes({ orders: all, units }, id) {
  const order = all.find((each) => each.id === id);
  return (order?.assignments ?? []).flatMap(({ unit }) => {
    const from = units.find((each) => each.id === unit)?.position;
    if (!from) return [];
    const to = order.place;
    const line = [0, 0.2, 0.2, 0.6, 0.6, 1].map((share, nth) => ({
      lat: from.lat + (to.lat - from.lat) * share,
      lon: from.lon + (to.lon - from.lon) * [0, 0, 0.5, 0.5, 1, 1][nth],
    }));
    return [{ unit, seconds: 190, metres: 2100, guessed: false, line }];
  });
}

/** The promise map as it would be if `unit` left. */
export function without(world, unit) {
  return { ...promiseMap(world, unit), suggested: null };
}

/** The open incidents of the same kind. */
export function duplicates(world, { kind, at: where }) {
  const same = world.incidents.filter((each) => each.kind === kind && each.closed_at === null);
  return same.map((each) => ({
    incident: each,
    score: 0.82,
    same_kind: true,
    same_phone: false,
    distance_m: Math.round(Math.hypot((each.place.lat - where.lat) * DEGREE_M, (each.place.lon - where.lon) * EAST_M)),
    age_s: Math.round((Date.now() - Date.parse(each.raised_at)) / 1000),
  }));
}

/** The same few places, whatever is typed; those that begin with it come first. */
export function search(text) {
  const all = [
    { name: '人民路', detail: '瓦杜兹', kind: 'street', matched: 'initials' },
    { name: '人民路 12 号', detail: '瓦杜兹', kind: 'address', matched: 'prefix' },
    { name: '人民医院', detail: 'Schaan', kind: 'hospital', matched: 'typo' },
    { name: 'Landstrasse', detail: 'Triesen', kind: 'street', matched: 'prefix' },
  ];
  const fits = ({ name }) => Number(name.toLowerCase().startsWith(text.toLowerCase()));
  const sorted = all.toSorted((a, b) => fits(b) - fits(a));
  const places = sorted.map((hit, nth) => ({ ...hit, lat: 47.1374 + nth * 0.0027, lon: 9.5215 + nth * 0.0026 }));
  return { source: 'district', places };
}

/** The one address of the district. */
export function nearest() {
  return { source: 'district', address: { name: 'Landstrasse 41', street: 'Landstrasse', number: '41', town: 'Vaduz', away_m: 12 } };
}

/** The rehearsals; each look finds those that run further on. */
export function drills(world) {
  world.drills = world.drills.map((each) => {
    if (each.state !== 'running') return each;
    if (each.progress_pct < 70) return { ...each, progress_pct: each.progress_pct + 35 };
    const late = each.plan.rule === 'cover' ? 0.082 : 0.099;
    return { ...each, state: 'done', progress_pct: 100, score: score(late, 402, 31) };
  });
  return world.drills;
}

/** Ends a rehearsal. */
export function stopDrill(world, which) {
  world.drills = world.drills.map((each) => (each.id === which ? { ...each, state: 'cancelled' } : each));
  return world.drills.find((each) => each.id === which);
}
