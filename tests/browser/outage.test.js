/** Phones and halls that fail: what was done is not lost, and the pages say how things stand. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, openPage, openPhone, signIn, watchOver } from './harness/browser.js';
import { startDemo } from './harness/demo.js';
import { SOON_MS, until } from './harness/waiting.js';

const START = { latitude: 47.1405, longitude: 9.5209 };
/** How far the page's idea of the hall's clock may be off on a busy machine. */
const CLOCK_MS = 500;
const PLACE = { name: 'Rathaus', address: '', lat: 47.1393, lon: 9.5223 };

let demo;
let browser;
let data;

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'yike-outage-'));
  demo = await startDemo({ units: 4, cameras: 0, data });
  browser = await openBrowser({ webgl: false });
});
after(async () => {
  try {
    await browser?.close();
    await demo?.stop();
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});

test('a report written without a net outlives the page and arrives once, with the time it was written', {
  timeout: 300_000,
}, async () => {
  const [officer, dispatcher] = [demo.login('officer'), demo.login('dispatcher')];
  const phone = await openPhone(browser, demo.url, START);
  await signIn(phone, officer);
  await phone.getByTestId('field-standby').waitFor();
  const id = await give(dispatcher, officer);
  await phone.getByTestId('field-accept').click();
  await until(SOON_MS, 'the yes to arrive', async () => (await orderOf(id)).assignments[0].state === 'accepted');

  await phone.context().setOffline(true);
  await phone.locator('[data-testid="field-link"]', { hasText: 'Offline' }).waitFor();
  await phone.getByTestId('field-report-text').fill('The road is flooded');
  await phone.getByTestId('field-report').click();
  await phone.locator('[data-testid="field-reports"]', { hasText: 'The road is flooded' }).waitFor();
  const before = Date.now();
  await phone.waitForTimeout(3_000);
  await phone.close();

  const again = watchOver(await phone.context().newPage(), demo.url);
  await phone.context().setOffline(false);
  await again.goto(`${demo.url}/field`);
  await signIn(again, officer);
  await until(SOON_MS, 'the report', async () => (await orderOf(id)).reports.length > 0);
  await until(
    SOON_MS,
    'an empty outbox',
    async () => (await again.getByTestId('field-waiting').getAttribute('data-waiting')) === '0',
  );
  const { reports } = await orderOf(id);
  assert.deepEqual(
    reports.map(({ text }) => text),
    ['The road is flooded'],
  );
  const [{ at, learnt_at }] = reports;
  assert.ok(Date.parse(at) <= before + CLOCK_MS, `written at ${at}, before ${new Date(before).toISOString()}`);
  assert.ok(Date.parse(learnt_at) - Date.parse(at) > 1_000 + CLOCK_MS, `written ${at}, learnt ${learnt_at}`);
  assert.deepEqual(again.faults, []);
});

test('a page says that the hall is gone, and goes on when it is back', { timeout: 300_000 }, async () => {
  const page = await openPage(browser, demo.url);
  await signIn(page, demo.login('dispatcher'));
  await page.getByTestId('unit-row').first().waitFor();
  const units = await page.getByTestId('unit-row').count();

  const { port } = new URL(demo.url);
  await demo.kill();
  await page.getByText('What you see may be out of date').waitFor();
  assert.notEqual(await page.getByTestId('link-state').getAttribute('data-link'), 'open');

  demo = await startDemo({ units: 4, cameras: 0, data, port });
  await page.locator('[data-testid="link-state"][data-link="open"]').waitFor({ timeout: 300_000 });
  await page.getByText('What you see may be out of date').waitFor({ state: 'detached' });
  assert.equal(await page.getByTestId('unit-row').count(), units);
  const id = await give(demo.login('dispatcher'), demo.login('officer', 1));
  await page.locator(`[data-testid="order-row"][data-order-id="${id}"]`).waitFor();
  assert.deepEqual(page.faults, []);
});

const orderOf = (id) => demo.api(demo.login('dispatcher'), 'GET', `/api/orders/${id}`);

async function give(login, { unit }) {
  const order = { kind: 'emergency', place: PLACE, addressee: { unit } };
  return (await demo.api(login, 'POST', '/api/orders', order)).id;
}
