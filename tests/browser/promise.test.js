/** From a call to a unit on the way by a few keys or two clicks, and where the promise can be kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
import { answerTo, pressed, watchHand } from './harness/hand.js';
import { setStage } from './harness/stage.js';
import { until } from './harness/waiting.js';

const PLACE = { name: 'Rathaus', address: '', lat: 47.1393, lon: 9.5223 };
const NOTE = 'Smoke on the third floor';
/** As many keys as somebody presses in fifteen seconds without hurry: three a second. */
const KEYS_IN_15_S = 45;

const stage = setStage();

/** A dispatcher's page whose hand is watched. */
async function openConsole(options = { viewport: { width: 1600, height: 900 } }) {
  const page = await openPage(stage.browser, stage.demo.url, options);
  await signIn(page, stage.demo.login('dispatcher'));
  await page.getByTestId('unit-row').first().waitFor();
  await watchHand(page);
  return page;
}

/** Waits until as many features of a layer on the map's ground are drawn as wished. */
function drawn(page, layer, wished) {
  return until(30_000, `${layer} on the map`, async () =>
    wished(await page.evaluate((name) => globalThis.mapReady.laid(name), layer)),
  );
}

/** An order as the hall keeps it. */
function order(id) {
  return stage.demo.api(stage.demo.login('dispatcher'), 'GET', `/api/orders/${id}`);
}

test('a call is taken by keyboard alone, sent by one key more, and taken back by another', {
  timeout: 180_000,
}, async () => {
  const page = await openConsole();
  await page.keyboard.press('n');
  await page.keyboard.press('1');
  await page.keyboard.type('landstr');
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  for (let fields = 0; fields < 3; fields += 1) await page.keyboard.press('Tab');
  await page.keyboard.type(NOTE);
  const incident = await answerTo(page, 'POST', /^\/api\/incidents$/, () => page.keyboard.press('Enter'));
  assert.equal(incident.kind, 'fire');
  assert.equal(incident.note, NOTE);
  assert.match(incident.place.name, /landstr/i);
  const intake = await pressed(page);
  assert.equal(intake.clicks, 0);
  assert.ok(intake.keys <= KEYS_IN_15_S, `${intake.keys} keys`);

  const best = page.getByTestId('dispatch-best');
  await best.waitFor();
  const unit = await best.getAttribute('data-unit-id');
  const sent = await answerTo(page, 'POST', /^\/api\/orders$/, () => page.keyboard.press('Enter'));
  assert.deepEqual(await pressed(page), { clicks: 0, keys: 1 });
  assert.equal(sent.incident, incident.id);
  assert.deepEqual(sent.addressee, { unit });

  await answerTo(page, 'POST', /^\/api\/orders\/[^/]+\/cancel$/, () => page.keyboard.press('u'));
  assert.deepEqual(await pressed(page), { clicks: 0, keys: 1 });
  const { status, cancelled_because } = await order(sent.id);
  assert.deepEqual([status, cancelled_because], ['cancelled', 'undone']);
  assert.deepEqual(page.faults, []);
});

test('two clicks lead from an incident to a unit, one more takes it back within five seconds', {
  timeout: 120_000,
}, async () => {
  const page = await openConsole();
  const told = { kind: 'medical', place: PLACE };
  const { id } = await stage.demo.api(stage.demo.login('dispatcher'), 'POST', '/api/incidents', told);
  const row = page.locator(`[data-testid="incident-row"][data-incident-id="${id}"]`);
  await row.getByRole('button').click();
  await page.getByTestId('dispatch-best').waitFor();
  const sent = await answerTo(page, 'POST', /^\/api\/orders$/, () => page.getByTestId('dispatch-send').click());
  assert.equal((await pressed(page)).clicks, 2);
  assert.equal(sent.incident, id);

  await answerTo(page, 'POST', /\/cancel$/, () => page.getByTestId('undo').click());
  assert.equal((await pressed(page)).clicks, 1);
  assert.equal((await order(sent.id)).status, 'cancelled');

  const again = await answerTo(page, 'POST', /^\/api\/orders$/, () => page.keyboard.press('d'));
  await page.getByTestId('undo').waitFor({ state: 'detached' });
  assert.equal((await order(again.id)).status, 'open', 'what is not taken back stands');
  assert.deepEqual(page.faults, []);
});

test('the promise map is drawn, says what a unit is worth, and moves one', { timeout: 180_000 }, async () => {
  const page = await openConsole();
  await page.waitForFunction(() => globalThis.mapReady, null, { timeout: 60_000 });
  assert.equal(await page.evaluate(() => globalThis.mapReady.cells()), 0, 'cells before anybody asked');
  await page.keyboard.press('p');
  await page.waitForFunction(() => globalThis.mapReady.cells() > 100, null, { timeout: 60_000 });
  assert.match(await page.getByTestId('promise-covered').innerText(), /^\d+(\.\d)?%$/);

  await page.locator('[data-testid="unit-row"][data-state="available"]').first().click();
  await answerTo(page, 'GET', /^\/api\/promise-map\/without\//, () => page.getByTestId('imagine').click());
  assert.match(await page.getByTestId('promise-without').innerText(), /% → \d/);
  await page.getByTestId('promise-without').getByRole('button').click();

  const move = page.getByTestId('promise-panel').getByTestId('move');
  await move.waitFor({ timeout: 90_000 });
  const moved = await answerTo(page, 'POST', /^\/api\/orders$/, () => move.click());
  assert.equal(moved.kind, 'standby');
  assert.equal(moved.limit_s, null);
  assert.deepEqual(page.faults, []);
});

test('reach and closed roads are drawn for whoever asks', { timeout: 120_000 }, async () => {
  const page = await openConsole({ viewport: { width: 1280, height: 800 } });
  await page.waitForFunction(() => globalThis.mapReady, null, { timeout: 60_000 });
  await page.locator('[data-testid="unit-row"][data-state="available"]').first().click();
  const reach = await answerTo(page, 'GET', /^\/api\/reach$/, () => page.keyboard.press('r'));
  assert.equal(reach.seconds, 900);
  assert.ok(reach.rings[0]?.length > 3, 'no ring');
  const nearer = await answerTo(page, 'GET', /^\/api\/reach$/, () => page.getByTestId('reach-5').click());
  assert.equal(nearer.seconds, 300);
  await drawn(page, 'reach-line', (count) => count > 0);

  await page.keyboard.press('c');
  await page.getByTestId('closure-new').click();
  await page.getByTestId('map').click({ position: { x: 200, y: 400 } });
  const closure = await answerTo(page, 'POST', /^\/api\/closures$/, () => page.getByTestId('closure-save').click());
  await drawn(page, 'closures-line', (count) => count > 0);
  const opened = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await page.getByRole('button', { name: /^Open again/ }).click();
  assert.ok((await opened).url().endsWith(closure.id));
  await drawn(page, 'closures-line', (count) => count === 0);
  assert.deepEqual(page.faults, []);
});

test('a drill under both rules ends in a score, side by side', { timeout: 240_000 }, async () => {
  const page = await openConsole();
  await page.getByTestId('page-drill').click();
  await page.getByTestId('drill-units').fill('6');
  await page.getByTestId('drill-hours').fill('1');
  await page.getByTestId('drill-runs').fill('1');
  await page.getByTestId('drill-start').click();
  const rows = page.locator('[data-testid="drill-row"][data-state="done"]');
  await until(180_000, 'both drills', async () => (await rows.count()) >= 2);
  const heads = page.getByTestId('drill-score').locator('thead th');
  assert.deepEqual(await heads.allInnerTexts(), ['Figure', 'Nearest', 'Keeps coverage']);
  assert.match(await page.getByTestId('drill-verdict').innerText(), /late orders from \d/);
  assert.deepEqual(page.faults, []);
});

test('the rule is switched for the whole district, and the report counts by kind', { timeout: 90_000 }, async () => {
  const page = await openConsole();
  const dispatcher = stage.demo.login('dispatcher');
  const { rule } = await stage.demo.api(dispatcher, 'GET', '/api/rule');
  const other = rule === 'cover' ? 'nearest' : 'cover';
  await page.locator(`[data-testid="rule"][data-rule="${rule}"]`).waitFor();
  await answerTo(page, 'PUT', /^\/api\/rule$/, () => page.getByTestId(`rule-${other}`).click());
  assert.deepEqual(await stage.demo.api(dispatcher, 'GET', '/api/rule'), { rule: other });

  const place = { ...PLACE, name: 'Counted' };
  const routine = { kind: 'routine', place, addressee: { best_placed: 1 } };
  await stage.demo.api(dispatcher, 'POST', '/api/orders', routine);
  await page.getByTestId('page-report').click();
  const row = page.locator('[data-testid="report-row"][data-kind="routine"]');
  await row.waitFor();
  assert.ok(Number((await row.locator('td').first().innerText()).trim()) >= 1);
  const saved = page.waitForEvent('download');
  await page.getByTestId('report-export').click();
  assert.match((await saved).suggestedFilename(), /^orders_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv$/);
  assert.deepEqual(page.faults, []);
});
