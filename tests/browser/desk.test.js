/** A town's desk: it hands up what it cannot give on, and is offered nothing that the hall would refuse. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
import { answerTo } from './harness/hand.js';
import { setStage } from './harness/stage.js';

const PLACE = { name: 'Rathaus', address: '', lat: 47.1393, lon: 9.5223 };
/** Longer than no answer of the hall takes, for what must not come. */
const NOTHING_COMES_MS = 1_500;

/** A unit whose leaving can be imagined, be it on an errand or not. */
const ON_DUTY = '[data-testid="unit-row"]:is([data-state="available"], [data-state="busy"])';

const stage = setStage();

async function openSeat(role) {
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, stage.demo.login(role));
  await page.getByTestId('unit-row').first().waitFor();
  return page;
}

test('an order to a town rings its desk until it is handed up, and the district is told', {
  timeout: 180_000,
}, async () => {
  const [desk, dispatcher] = [await openSeat('town_desk'), await openSeat('dispatcher')];
  const { town } = stage.demo.login('town_desk');
  const sent = { kind: 'emergency', place: PLACE, addressee: { town }, note: 'Two are hurt' };
  const { id } = await stage.demo.api(stage.demo.login('dispatcher'), 'POST', '/api/orders', sent);
  const call = desk.locator(`[data-testid="town-call"][data-order-id="${id}"]`);
  await call.waitFor();
  const row = dispatcher.locator(`[data-testid="order-row"][data-order-id="${id}"]`);
  await row.locator('[data-testid="waits"][data-for="desk"]').waitFor();

  const order = await answerTo(desk, 'POST', /\/pass-on$/, () => call.getByTestId('hand-up').click());
  assert.ok(order.passed_on, 'the order is the district’s to give');
  await call.waitFor({ state: 'detached' });
  await dispatcher.getByText('The district picks for the town’s desk: Rathaus').waitFor();
  await row.locator('[data-testid="waits"][data-for="desk"]').waitFor({ state: 'detached' });
  for (const page of [desk, dispatcher]) assert.deepEqual(page.faults, []);
});

test('a desk and a leader have no keys that the hall would refuse', { timeout: 180_000 }, async () => {
  const [desk, leader] = [await openSeat('town_desk'), await openSeat('leader')];
  const refused = [];
  for (const page of [desk, leader]) {
    page.on('response', (response) => response.status() === 403 && refused.push(response.url()));
    assert.equal(await page.getByTestId('rule-cover').count(), 0);
    assert.match(await page.getByTestId('rule').innerText(), /^Rule: (Nearest|Keeps coverage)$/);
    await page.keyboard.press('c');
    await page.getByTestId('closures-panel').waitFor();
    assert.equal(await page.getByTestId('closure-new').count(), 0);
    await page.locator(ON_DUTY).first().click();
    await page.getByTestId('unit-detail').waitFor();
    await page.keyboard.press('p');
  }
  await desk.waitForTimeout(NOTHING_COMES_MS);
  assert.equal(await desk.getByTestId('promise-toggle').count(), 0);
  assert.equal(await desk.getByTestId('promise-panel').count(), 0, 'a map that would never come');
  assert.equal(await desk.getByTestId('imagine').count(), 0);
  // The leader sees the whole district, and with it the map.
  await leader.getByTestId('promise-covered').waitFor();
  await leader.getByTestId('imagine').waitFor();
  assert.deepEqual(refused, []);
  for (const page of [desk, leader]) assert.deepEqual(page.faults, []);
});

test('the rule that one seat sets is the rule at every seat', { timeout: 120_000 }, async () => {
  const [dispatcher, other] = [await openSeat('dispatcher'), await openSeat('leader')];
  for (const rule of ['cover', 'nearest']) {
    await dispatcher.getByTestId(`rule-${rule}`).click();
    await other.locator(`[data-testid="rule"][data-rule="${rule}"]`).waitFor();
    await dispatcher.locator(`[data-testid="rule"][data-rule="${rule}"]`).waitFor();
  }
  assert.deepEqual(dispatcher.faults, []);
});
