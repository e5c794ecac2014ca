/** What goes wrong with an order, as a seat sees it: amber with its cause and cure, told further up, red with a reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';
import { longestTrip } from './harness/trips.js';
import { until } from './harness/waiting.js';

/** Amber is said once lateness has been all but certain for two minutes. */
const AMBER_MS = 240_000;
const stage = setStage({ demo: { units: 24 }, browser: { webgl: false } });

test('an order that cannot be in time turns amber with its cause, is told to the seat, and one press cures it', {
  timeout: 420_000,
}, async () => {
  const login = stage.demo.login('dispatcher');
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, login);
  await page.getByTestId('unit-row').first().waitFor();
  const trip = await until(60_000, 'a free unit', () => longestTrip(stage.demo));
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

test('a breach is red and asks for a reason until the hall has one', { timeout: 120_000 }, async () => {
  const login = stage.demo.login('dispatcher');
  const sent = { kind: 'emergency', place: { name: 'Rathaus', address: '', lat: 47.1393, lon: 9.5223 } };
  const { id } = await stage.demo.api(login, 'POST', '/api/orders', { ...sent, addressee: { best_placed: 1 } });
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  // A quarter of an hour is not waited for: on its way to the page the order is made late, its reason is kept here.
  let explained = null;
  const late = (order) => {
    const declared_at = order.due_at ?? order.sent_at;
    const breaches = { ...order.breaches, arrived: { declared_at, corrected_at: null, explained } };
    return order.id === id ? { ...order, breaches } : order;
  };
  let show = () => {};
  await page.routeWebSocket('**/ws/viewer', (socket) => {
    const hall = socket.connectToServer();
    let known;
    show = () => socket.send(JSON.stringify({ type: 'order_changed', order: late(known) }));
    hall.onMessage((text) => {
      const message = JSON.parse(text);
      if (message.type === 'board') known = message.orders.find((order) => order.id === id);
      if (message.type === 'order_changed' && message.order.id === id) known = message.order;
      if (message.type !== 'order_changed' || message.order.id !== id) socket.send(text);
      else show();
    });
  });
  const asked = [];
  await page.route(`**/api/orders/${id}/breaches/arrived/reason`, async (route) => {
    asked.push(route.request().postDataJSON());
    explained = { ...asked[0], by: id, at: new Date().toISOString() };
    await route.fulfill({ json: {} });
    show();
  });
  await signIn(page, login);
  const row = page.locator(`[data-testid="order-row"][data-order-id="${id}"]`);
  await row.waitFor();
  show();
  await row.getByText('Please say why it was late').waitFor();
  await page.getByText(/^Overdue, not yet .*: Rathaus$/).waitFor();

  await row.locator('button.open').click();
  const form = page.locator('[data-testid="breach-reason"][data-leg="arrived"]');
  await form.locator('select').selectOption('traffic');
  await form.getByRole('textbox').fill('The bridge was closed');
  await form.locator('button[type="submit"]').click();
  await page.getByText('Late because: Traffic or a closed road · The bridge was closed').waitFor();
  await form.waitFor({ state: 'detached' });
  assert.deepEqual(asked, [{ reason: 'traffic', note: 'The bridge was closed' }]);
  await row.getByText('Please say why it was late').waitFor({ state: 'detached' });
  assert.deepEqual(page.faults, []);
});
