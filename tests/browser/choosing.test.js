/** What a dispatcher chooses: the kinds that are looked at, the units of a team, the district of a drill. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
import { answerTo } from './harness/hand.js';
import { BINARY } from './harness/program.js';
import { setStage } from './harness/stage.js';

const PLACE = { name: 'Rathaus', address: '', lat: 47.1393, lon: 9.5223 };

const stage = setStage({ browser: { webgl: false } });

async function openConsole(language = 'en') {
  const options = { viewport: { width: 1600, height: 900 } };
  const page = await openPage(stage.browser, stage.demo.url, options, language);
  await signIn(page, stage.demo.login('dispatcher'));
  await page.getByTestId('unit-row').first().waitFor();
  return page;
}

/** Calls the hall as the dispatcher. */
function hall(method, path, body) {
  return stage.demo.api(stage.demo.login('dispatcher'), method, path, body);
}

test('lists are bound to a kind, say what that hides, and stay so over a reload', { timeout: 120_000 }, async () => {
  const raise = (kind) => hall('POST', '/api/incidents', { kind, place: PLACE });
  const [fire, flooding] = [await raise('fire'), await raise('flooding')];
  const send = (kind) => hall('POST', '/api/orders', { kind, place: PLACE, addressee: { best_placed: 1 } });
  const [emergency, routine] = [await send('emergency'), await send('routine')];
  const page = await openConsole();
  const incident = ({ id }) => page.locator(`[data-testid="incident-row"][data-incident-id="${id}"]`);
  const order = ({ id }) => page.locator(`[data-testid="order-row"][data-order-id="${id}"]`);
  for (const row of [incident(fire), incident(flooding), order(emergency), order(routine)]) await row.waitFor();

  await page.getByTestId('incident-kinds').selectOption('flooding');
  await page.getByTestId('order-kinds').selectOption('routine');
  await incident(fire).waitFor({ state: 'detached' });
  await order(emergency).waitFor({ state: 'detached' });
  assert.match(await page.getByTestId('incident-kinds-hidden').innerText(), /\d+ more not shown/);
  assert.match(await page.getByTestId('order-kinds-hidden').innerText(), /\d+ more not shown/);
  assert.match(page.url(), /#orders=routine&incidents=flooding$/);

  await page.reload();
  await incident(flooding).waitFor();
  await order(routine).waitFor();
  assert.equal(await incident(fire).count(), 0);
  assert.equal(await order(emergency).count(), 0);
  await page.getByTestId('incident-kinds').selectOption('');
  await incident(fire).waitFor();
  assert.deepEqual(page.faults, []);
});

test('two units are ticked and sent together as one team', { timeout: 120_000 }, async () => {
  const { id } = await hall('POST', '/api/incidents', { kind: 'fire', place: PLACE });
  const page = await openConsole();
  await page.locator(`[data-testid="incident-row"][data-incident-id="${id}"]`).getByRole('button').click();
  await page.getByTestId('team-open').click();
  const ticked = page.locator('[data-testid="team-unit"]:has(input:checked)');
  await ticked.first().waitFor();
  const units = await ticked.evaluateAll((all) => all.map((each) => each.dataset.unitId));
  assert.equal(units.length, 2);
  const sent = await answerTo(page, 'POST', /^\/api\/orders$/, () => page.getByTestId('team-send').click());
  assert.deepEqual(sent.addressee, { team: units });
  assert.deepEqual(sent.assignments.map(({ unit }) => unit).toSorted(), units.toSorted());
  await answerTo(page, 'POST', /\/cancel$/, () => page.getByTestId('undo').click());
  assert.deepEqual(page.faults, []);
});

test('the order form says the limits that the hall sets', { timeout: 90_000 }, async () => {
  const kinds = await hall('GET', '/api/order-kinds');
  const page = await openConsole();
  await page.getByTestId('order-new').click();
  const options = page.getByTestId('order-kind').locator('option');
  await page.getByTestId('order-kind').locator('option', { hasText: '·' }).first().waitFor({ state: 'attached' });
  const texts = await options.allInnerTexts();
  const minutes = kinds.map(({ limit_s }) => (limit_s === null ? 'No limit' : `limit ${limit_s / 60} min`));
  assert.deepEqual(
    texts.map((text) => text.split('·')[1].trim()),
    minutes,
  );
  assert.deepEqual(page.faults, []);
});

test('a drill is of the district as it is, and its scenario is a file for the command line', {
  timeout: 240_000,
}, async () => {
  await hall('POST', '/api/incidents', { kind: 'fire', place: PLACE });
  const onDuty = (await hall('GET', '/api/units')).filter(({ state }) => state !== 'off_duty');
  const page = await openConsole();
  await page.getByTestId('page-drill').click();
  await page.getByTestId('drill-rule').selectOption('nearest');
  await page.getByTestId('drill-hours').fill('1');
  await page.getByTestId('drill-runs').fill('1');
  const { plan, incidents, id } = await answerTo(page, 'POST', /^\/api\/drills$/, () =>
    page.getByTestId('drill-start').click(),
  );
  assert.equal(plan.district, 'present');
  assert.equal(plan.units, onDuty.length);
  assert.ok(incidents >= 1);
  const world = await hall('GET', `/api/drills/${id}/scenario`);
  const { officers } = world;
  const placed = onDuty.filter(({ position }) => position).length;
  assert.equal(officers.posts.length, placed);
  assert.deepEqual([...new Set(officers.posts.map(({ mode }) => mode))].every((mode) => onDuty.some((unit) => unit.mode === mode)), true);
  assert.ok(world.incidents.points.some(({ lat, lon }) => lat === PLACE.lat && lon === PLACE.lon));

  const row = page.locator('[data-testid="drill-row"][data-state="done"]');
  await row.first().waitFor({ timeout: 180_000 });
  const saving = page.waitForEvent('download');
  await page.getByTestId('drill-save').click();
  const saved = await (await saving).path();
  const args = ['drill', '--scenario', saved, '--units', '2', '--hours', '1', '--without-baseline', '--json'];
  const { orders } = JSON.parse(execFileSync(BINARY, args, { encoding: 'utf8' }));
  assert.ok(orders > 0);
  assert.deepEqual(page.faults, []);
});

test('a scenario of another map is refused by name', { timeout: 30_000 }, async () => {
  const scenario = '[incidents]\npoints = [{ lat = 48.0, lon = 2.0, weight = 1, spread_m = 1 }]\n';
  const plan = { rule: 'nearest', district: 'pretend', units: 2, hours: 1, orders_per_hour: 6, runs: 1, scenario };
  await assert.rejects(hall('POST', '/api/drills', plan), /incidents\.points\[0\]: 48, 2 lies/);
});

test('a report gives no shares of a kind without a limit, nor of what is not decided yet', { timeout: 90_000 }, async () => {
  for (const kind of ['standby', 'routine']) {
    await hall('POST', '/api/orders', { kind, place: { ...PLACE, name: kind }, addressee: { best_placed: 1 } });
  }
  const rows = await hall('GET', '/api/reports/orders');
  const of = (kind) => rows.find((row) => row.kind === kind);
  assert.equal(of('standby').arrived_in_time, null);
  assert.equal(of('routine').late.of, 0, 'an hour is not over yet');
  const page = await openConsole();
  await page.getByTestId('page-report').click();
  const shares = (kind) =>
    page.locator(`[data-testid="report-row"][data-kind="${kind}"] [data-testid^="share-"]`).allInnerTexts();
  await page.locator('[data-testid="report-row"][data-kind="standby"]').waitFor();
  assert.deepEqual(await shares('standby'), ['—', '—', '—', '—', '—']);
  assert.deepEqual((await shares('routine')).slice(-2), ['—', '—'], 'neither late nor with a checklist');
  assert.deepEqual(page.faults, []);
});
