/** A road that is closed is drawn, and units are shown to come another way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';
import { apart, longestTrip } from './harness/trips.js';
import { until } from './harness/waiting.js';

/** How much of the road is closed around a point of it, in metres. */
const CLOSED_M = 40;
/** A unit on a shorter way would be past the closed road before anybody has looked. */
const LONG_M = 4_000;

const stage = setStage({ demo: { units: 24 } });

/** The ways of the units on their way to an order. */
function routes(id) {
  return stage.demo.api(stage.demo.login('dispatcher'), 'GET', `/api/orders/${id}/routes`);
}

/** An order that a unit has taken, far from where it is, with its way. */
async function longWay() {
  const asked = new Set();
  return until(180_000, 'a unit on a long way', async () => {
    const trip = await longestTrip(stage.demo, asked);
    if (!trip) return false;
    asked.add(trip.unit.id);
    const order = { kind: 'routine', place: trip.place, addressee: { unit: trip.unit.id } };
    const { id } = await stage.demo.api(stage.demo.login('dispatcher'), 'POST', '/api/orders', order);
    // One in forty declines; then another is asked.
    const taken = await until(30_000, 'a yes', async () => (await routes(id))[0], 1_000).catch(() => false);
    return taken && !taken.guessed && taken.metres > LONG_M && { id, unit: trip.unit.id };
  });
}

test('a closed road is drawn, and the unit is shown to come another way', { timeout: 420_000 }, async () => {
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, stage.demo.login('dispatcher'));
  await page.waitForFunction(() => globalThis.mapReady, null, { timeout: 60_000 });
  const laid = (layer, what) =>
    until(60_000, what, () => page.evaluate((name) => globalThis.mapReady.laid(name) > 0, layer));
  const { id, unit } = await longWay();
  const ofUnit = (all) => all.find((route) => route.unit === unit);
  await page.locator(`[data-testid="unit-row"][data-unit-id="${unit}"]`).click();
  await laid('routes', 'the way on the map');

  const { line } = ofUnit(await routes(id));
  // Two thirds of the way, where the unit has yet to come.
  const at = line[Math.floor((line.length * 2) / 3)];
  const goesThrough = (route) => route.line.some((point) => apart(point, at) < CLOSED_M);
  const works = { ...at, radius_m: CLOSED_M, note: 'Works' };
  await stage.demo.api(stage.demo.login('dispatcher'), 'POST', '/api/closures', works);
  const shown = await until(60_000, 'another way on the screen', async () => {
    const answer = await page.waitForResponse((response) => response.url().endsWith(`/api/orders/${id}/routes`));
    const route = ofUnit(await answer.json());
    return route && !goesThrough(route) && route;
  });
  assert.equal(shown.guessed, false, 'a way by roads, not a straight line');
  assert.ok(goesThrough({ line }), 'the way before went through the closed road');

  await page.keyboard.press('c');
  await page.getByTestId('closures-panel').getByText('Works').click();
  await laid('closures-line', 'the closed road on the map');
  assert.deepEqual(page.faults, []);
});
