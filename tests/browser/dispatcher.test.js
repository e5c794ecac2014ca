/** A dispatcher sends an order by clicks; the three legs stamp themselves as a pretend officer does the errand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';
import { until } from './harness/waiting.js';

const LEGS = ['leg-arrived', 'leg-video', 'leg-reported'];
/** Answering takes at most 15 s, setting off 20 s, going live 8 s, reporting 40 s; the rest is the way. */
const ERRAND_MS = 240_000;

const stage = setStage();

test('a dispatcher sends an order by clicks and sees the three legs stamp themselves', {
  timeout: 600_000,
}, async () => {
  const dispatcher = stage.demo.login('dispatcher');
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, dispatcher);
  await page.getByTestId('map').waitFor();

  const asked = new Set();
  const sent = await until(
    240_000,
    'a unit that takes the order',
    async () => {
      const unit = await freeUnit(dispatcher, asked);
      if (!unit) return false;
      asked.add(unit.id);
      const id = await sendByClicks(page, unit);
      return (await isTaken(dispatcher, id, unit)) ? id : false;
    },
    1_000,
  );

  const order = page.locator(`[data-testid="order-row"][data-order-id="${sent}"]`);
  await order.waitFor();
  assert.match(await order.getByTestId('countdown').innerText(), /\d{2}:\d{2}/);
  const legs = await until(ERRAND_MS, 'the three legs', async () => {
    const metAt = await Promise.all(LEGS.map((leg) => order.getByTestId(leg).getAttribute('data-met-at')));
    return metAt.every(Boolean) && metAt;
  });

  const { legs: kept, sent_at } = await stage.demo.api(dispatcher, 'GET', `/api/orders/${sent}`);
  assert.deepEqual(
    legs,
    [kept.arrived, kept.on_video, kept.reported].map(({ met_at }) => met_at),
  );
  for (const metAt of legs)
    assert.ok(Date.parse(metAt) >= Date.parse(sent_at), `${metAt} lies before the order, ${sent_at}`);
  assert.deepEqual(page.faults, []);
});

test('an order whose answer is lost is sent again and counts once', { timeout: 120_000 }, async () => {
  const dispatcher = stage.demo.login('dispatcher');
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, dispatcher);
  await page.getByTestId('order-new').click();
  await page.getByTestId('order-place').fill('47.141000,9.521500');
  await page.getByTestId('order-addressee').fill(await guestOf(dispatcher, stage.demo.login('officer')));
  await page.getByRole('textbox', { name: 'Note' }).fill('Twice');
  await page.route(
    '**/api/orders',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await page.getByTestId('order-send').click();
  await page.getByText('The hall does not answer').waitFor();
  await page.getByTestId('order-send').click();
  await page.locator('[data-testid="order-row"]:has([aria-current="true"])').waitFor();
  const orders = await stage.demo.api(dispatcher, 'GET', '/api/orders');
  assert.equal(orders.filter(({ note }) => note === 'Twice').length, 1);
  assert.deepEqual(page.faults, []);
});

/** The name of a person's own unit. */
async function guestOf(login, { unit }) {
  return (await stage.demo.api(login, 'GET', '/api/units')).find(({ id }) => id === unit).name;
}

/** A unit that can be sent and was not asked before; people's own units answer nobody here. */
async function freeUnit(login, asked) {
  const people = new Set(stage.demo.logins.flatMap(({ unit }) => unit ?? []));
  const units = await stage.demo.api(login, 'GET', '/api/units');
  return units.find(
    ({ id, state, position }) => state === 'available' && position && !people.has(id) && !asked.has(id),
  );
}

/** Sends `unit` to where it is now, as a person would; answers the order's id. */
async function sendByClicks(page, { name, position }) {
  await page.getByTestId('order-new').click();
  await page.getByTestId('order-place').fill(`${position.lat.toFixed(6)},${position.lon.toFixed(6)}`);
  await page.getByTestId('order-addressee').fill(name);
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/orders'),
  );
  await page.getByTestId('order-send').click();
  const answer = await answered;
  assert.ok(answer.ok(), `the hall took no order for ${name}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()).id;
}

/** Whether the unit itself says yes; one order in forty is declined, and then goes to another from farther off. */
async function isTaken(login, id, unit) {
  const ANSWERED = ['accepted', 'under_way', 'declined'];
  const asked = async () => {
    const { assignments } = await stage.demo.api(login, 'GET', `/api/orders/${id}`);
    const { state } = assignments.find((part) => part.unit === unit.id);
    return ANSWERED.includes(state) && state;
  };
  // A unit that says nothing is as good as one that says no: another is asked.
  const answer = await until(60_000, 'an answer to the order', asked).catch(() => 'declined');
  return answer !== 'declined';
}
