import { expect, test } from 'vitest';
import type { WayView } from '../protocol/WayView';
import { type Asked, coversPlaces, isDue, isOffRoute, type Standing, withStreets } from './asking';

/** A route of 1.1 km due south to the scene, with a street around it. */
const way: WayView = {
  order: 'o',
  unit: 'u',
  made_at: '2026-11-29T16:00:00Z',
  fix_at: '2026-11-29T16:00:00Z',
  scene: { lat: 47, lon: 9.5 },
  route: [1000, 0, -1000, 0],
  no_way: null,
  eta_s: 120,
  metres: 1112,
  expected_at: null,
  in_time_pct: null,
  streets: [{ class: 'street', name: 'A', lines: [[1200, -300, -1400, 600]] }],
  team: [],
};
const beside = (metres: number, accuracyM = 8) => ({ lat: 47.005, lon: 9.5 + metres / 75_834, accuracyM });
const asked = (more: Partial<Asked> = {}): Asked => ({ at: 0, failures: 0, state: 'under_way', ...more });
const standing = (now: number, more: Partial<Standing> = {}): Standing => ({
  now,
  here: beside(0),
  state: 'under_way',
  going: true,
  team: false,
  ...more,
});

test.each<[string, Asked, WayView | null, Standing, boolean]>([
  ['never asked', asked({ at: null }), way, standing(0), true],
  ['just asked', asked(), way, standing(14_000), false],
  ['a while ago', asked(), way, standing(119_000), false],
  ['two minutes ago', asked(), way, standing(120_000), true],
  [
    'two minutes ago, before a yes',
    asked({ state: 'offered' }),
    way,
    standing(120_000, { state: 'offered', going: false }),
    true,
  ],
  ['said yes', asked({ state: 'offered' }), way, standing(1_000), true],
  ['others go too', asked(), way, standing(30_000, { team: true }), true],
  ['off the route', asked(), way, standing(16_000, { here: beside(170) }), true],
  ['off the route, asked just now', asked(), way, standing(9_000, { here: beside(170) }), false],
  ['perhaps off the route', asked(), way, standing(16_000, { here: beside(170, 40) }), false],
  ['no position then', asked(), { ...way, no_way: 'no_position', route: [] }, standing(16_000), true],
  ['no answer once', asked({ failures: 1 }), null, standing(3_900), false],
  ['no answer once, later', asked({ failures: 1 }), null, standing(4_000), true],
  ['no answer three times', asked({ failures: 3 }), null, standing(15_000), false],
  ['no answer three times, later', asked({ failures: 3 }), null, standing(16_000), true],
  ['no answer ever', asked({ failures: 40 }), null, standing(119_000), false],
  ['no answer ever, later', asked({ failures: 40 }), null, standing(120_000), true],
])('%s', (_, before, known, now, due) => {
  expect(isDue(before, known, now)).toBe(due);
});

test('off the route is whoever surely is', () => {
  expect(isOffRoute(way, beside(140))).toBe(false);
  expect(isOffRoute(way, beside(165))).toBe(true);
  expect(isOffRoute(way, null)).toBe(false);
  expect(isOffRoute({ ...way, route: [] }, beside(900))).toBe(false);
});

test('streets are kept for as long as the way stays among them', () => {
  const bare = { ...way, streets: null };
  expect(withStreets(bare, way)?.streets).toBe(way.streets);
  expect(withStreets(way, null)).toBe(way);
  expect(withStreets(bare, null)).toBeNull();
  expect(withStreets({ ...bare, route: [1000, 900, -1000, -900] }, way)).toBeNull();
  expect(withStreets({ ...bare, scene: { lat: 47.1, lon: 9.5 } }, way)).toBeNull();
  expect(coversPlaces(way, [{ lat: 47.006, lon: 9.499 }])).toBe(true);
  expect(coversPlaces(way, [{ lat: 47.006, lon: 9.51 }])).toBe(false);
  expect(coversPlaces({ ...way, streets: [] }, [])).toBe(false);
});
