/** An officer in danger holds a key; every seat sees it on top until a person closes it with a reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, openPhone, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';
import { until } from './harness/waiting.js';

const START = { latitude: 47.1405, longitude: 9.5209 };
const HOLD_MS = 1_800;

const stage = setStage({ browser: { webgl: false } });

test('a key that is held calls for help at every seat, and the hall ends it', { timeout: 240_000 }, async () => {
  const officer = stage.demo.login('officer');
  const seats = await Promise.all(
    ['dispatcher', 'leader'].map(async (role) => {
      const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1280, height: 800 } });
      await signIn(page, stage.demo.login(role));
      await page.getByTestId('unit-row').first().waitFor();
      return page;
    }),
  );
  const [dispatcher] = seats;
  const phone = await openPhone(stage.browser, stage.demo.url, START);
  await signIn(phone, officer);
  const key = phone.getByTestId('field-sos');
  await key.waitFor();
  await key.click();
  assert.equal(await phone.getByTestId('field-helping').count(), 0, 'a tap is no call');

  await key.click({ delay: HOLD_MS });
  await phone.locator('[data-testid="field-helping"][data-heard="true"]').waitFor();
  await phone.locator('[data-testid="field-live"][data-live="live"]').waitFor();
  for (const page of seats) {
    const banner = page.getByTestId('sos');
    await banner.waitFor();
    await banner.getByTestId('live-tile').waitFor();
    assert.equal(await banner.getAttribute('data-seen'), 'false');
  }
  const incident = await dispatcher.getByTestId('sos').getAttribute('data-incident-id');
  const login = stage.demo.login('dispatcher');
  const helpers = await until(60_000, 'an order for the two nearest', async () => {
    const orders = await stage.demo.api(login, 'GET', '/api/orders');
    return orders.find((order) => order.incident === incident);
  });
  assert.deepEqual(helpers.addressee, { best_placed: 2 });
  assert.ok(helpers.assignments.every(({ unit }) => unit !== officer.unit), 'the officer is not sent to themselves');

  await dispatcher.getByTestId('sos-acknowledge').click();
  await dispatcher.locator('[data-testid="sos"][data-seen="true"]').waitFor();
  const [, leader] = seats;
  assert.equal(await leader.getByTestId('sos').getAttribute('data-seen'), 'false', 'each seat sees for itself');

  await dispatcher.getByTestId('sos-close').click();
  assert.ok(await dispatcher.getByTestId('sos-close-confirm').isDisabled(), 'a reason is needed');
  await dispatcher.getByRole('textbox', { name: 'How it was settled' }).fill('Colleagues are there');
  await dispatcher.getByTestId('sos-close-confirm').click();
  for (const page of seats) await page.getByTestId('sos').waitFor({ state: 'detached' });
  await phone.getByTestId('field-helping').waitFor({ state: 'detached' });
  for (const page of [...seats, phone]) assert.deepEqual(page.faults, []);
});
