/** What goes wrong with an order, as a seat sees it: amber with its cause and cure, told further up, red with a reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';
import { until } from './harness/waiting.js';

/** Amber is said once lateness has been all but certain for a minute and a half. */
const AMBER_MS = 240_000;
/** The two ends of the district, further from each other than a quarter of an hour. */
const NORTH = { name: 'Ruggell', address: '', lat: 47.2383, lon: 9.5254 };
const SOUTH = { name: 'Balzers', address: '', lat: 47.0665, lon: 9.5026 };

const stage = setStage({ demo: { units: 24 } });

function metres(a, b) {
  const north = (a.lat - b.lat) * 111_195;
  const east = (a.lon - b.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** The free unit that is furthest from whichever end it is further from, with that end. */
async function furthest(login) {
  const units = await stage.demo.api(login, 'GET', '/api/units');
  const free = units.filter(({ state, position }) => state === 'available' && position);
  const trips = free.flatMap((unit) => [NORTH, SOUTH].map((place) => ({ unit, place, far: metres(unit.position, place) })));
  return trips.sort((a, b) => b.far - a.far)[0];
}

test('an order that cannot be in time turns amber with its cause, is told to the seat, and one press cures it', {
  timeout: 420_000,
}, async () => {
  const login = stage.demo.login('dispatcher');
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, login);
  await page.getByTestId('unit-row').first().waitFor();
  const trip = await until(60_000, 'a free unit', () => furthest(login));
  const sent = { kind: 'emergency', place: trip.place, addressee: { unit: trip.unit.id } };
  const { id } = await stage.demo.api(login, 'POST', '/api/orders', sent);
  const row = page.locator(`[data-testid="order-row"][data-order-id="${id}"]`);
  await row.waitFor();

  const amber = row.locator('[data-testid="outlook"][data-amber="true"]');
  await amber.waitFor({ timeout: AMBER_MS });
  assert.match(await amber.innerText(), /May be late\s+\d{1,2}% in time/);
  assert.notEqual(await amber.locator('.cause').innerText(), '', 'amber without a cause');
  const told = row.locator('[data-testid="escalation"][data-level="seat"][data-here="true"]');
  assert.match(await told.innerText(), /Told to this seat · may be late/);

  const cure = amber.locator('[data-testid="cure"]:not([data-cure="call"])');
  await cure.click({ timeout: 60_000 });
  const helper = await until(30_000, 'another unit on the order', async () => {
    const { assignments } = await stage.demo.api(login, 'GET', `/api/orders/${id}`);
    return assignments.find(({ unit, state }) => unit !== trip.unit.id && state !== 'withdrawn');
  });
  assert.equal(helper.choice?.made_by ?? 'person', 'person');
  assert.deepEqual(page.faults, []);
});
