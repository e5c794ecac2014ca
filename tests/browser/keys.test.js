/** What keys send, and when they send nothing: on pages that hide what is sent, over a list that has just changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
import { answerTo } from './harness/hand.js';
import { setStage } from './harness/stage.js';

const PLACE = { name: 'Rathaus', address: '', lat: 47.1393, lon: 9.5223 };

const stage = setStage();

/** A dispatcher's page with a fresh incident open and its best units shown; `sent` counts the orders that leave it. */
async function openIncident() {
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  const sent = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/api/orders') sent.push(request);
  });
  await signIn(page, stage.demo.login('dispatcher'));
  await page.getByTestId('unit-row').first().waitFor();
  const told = { kind: 'medical', place: PLACE };
  const { id } = await stage.demo.api(stage.demo.login('dispatcher'), 'POST', '/api/incidents', told);
  await page.locator(`[data-testid="incident-row"][data-incident-id="${id}"]`).getByRole('button').click();
  await page.getByTestId('dispatch-best').waitFor();
  return { page, sent };
}

test('on the drill and report pages no key sends anybody, and what was sent can be taken back', {
  timeout: 180_000,
}, async () => {
  const { page, sent } = await openIncident();
  for (const hidden of ['page-drill', 'page-report']) {
    await page.getByTestId(hidden).click();
    for (const key of ['d', '1', '2', '3', 'n', 'p', 'Escape']) await page.keyboard.press(key);
    assert.equal(await page.getByTestId(hidden).getAttribute('aria-current'), 'page', 'a key left the page');
  }
  await page.getByTestId('page-map').click();
  assert.equal(await page.getByTestId('promise-panel').count(), 0);
  await page.getByTestId('dispatch-best').waitFor();
  // Whatever the keys before had sent would be among these.
  const order = await answerTo(page, 'POST', /^\/api\/orders$/, () => page.keyboard.press('d'));
  assert.equal(sent.length, 1, 'a key sent somebody from a page that hides it');

  await page.getByTestId('page-drill').click();
  await page.getByTestId('undo').waitFor();
  await answerTo(page, 'POST', /\/cancel$/, () => page.keyboard.press('u'));
  await page.locator('[data-testid="sent"][data-state="undone"]').waitFor();
  const { status } = await stage.demo.api(stage.demo.login('dispatcher'), 'GET', `/api/orders/${order.id}`);
  assert.equal(status, 'cancelled');
  // The record says it in a word of its own, the page in the reader's.
  await page.goto(`${stage.demo.url}/#order=${order.id}`);
  await page.reload();
  await page.getByText('Cancelled because: taken back at once').waitFor();
  assert.deepEqual(page.faults, []);
});

test('a digit pressed just after the list has changed sends nobody, and says so', { timeout: 180_000 }, async () => {
  const { page, sent } = await openIncident();
  const second = page.getByTestId('unit-choice').first();
  const before = await second.getAttribute('data-unit-id');
  // The next answer has the second and the third changed about.
  await page.route('**/api/recommendations?*', async (route) => {
    const answer = await (await route.fetch()).json();
    const at = answer.units.findIndex(({ unit }) => unit === before);
    if (at >= 0) answer.units.push(...answer.units.splice(at, 1));
    await route.fulfill({ json: answer });
  });
  await page.evaluate((unit) => {
    const first = () => document.querySelector('[data-testid="unit-choice"]')?.getAttribute('data-unit-id');
    const watching = new MutationObserver(() => {
      if (first() === unit) return;
      watching.disconnect();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '2', bubbles: true }));
    });
    watching.observe(document.body, { subtree: true, childList: true, attributes: true });
  }, before);
  await page.getByTestId('dispatch-not-taken').waitFor();
  const now = await second.getAttribute('data-unit-id');
  assert.notEqual(now, before);

  // Once it has stood, the same key sends whoever stands there; the press before sent nobody.
  await page.waitForTimeout(700);
  const order = await answerTo(page, 'POST', /^\/api\/orders$/, () => page.keyboard.press('2'));
  assert.deepEqual(order.addressee, { unit: now });
  assert.equal(sent.length, 1);
  await page.getByTestId('dispatch-not-taken').waitFor({ state: 'detached' });
  assert.deepEqual(page.faults, []);
});
