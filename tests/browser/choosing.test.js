/** What a dispatcher chooses: the kinds that are looked at, and the units of a team. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
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
