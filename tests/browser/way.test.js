/** The officer finds the scene: a map of the way that stays without a net, moves along, and shows who else is coming. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPhone, painted, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';
import { SOON_MS, until } from './harness/waiting.js';

/** In Schaan, and on the way from there to Vaduz. */
const START = { latitude: 47.165, longitude: 9.5087 };
const HALFWAY = { latitude: 47.1535, longitude: 9.5152 };
/** Across the meadows, far from every way that leads to the scene. */
const ASTRAY = { latitude: 47.172, longitude: 9.494 };
const MATE = { latitude: 47.1497, longitude: 9.5167 };
const PLACE = { name: 'Rathaus', address: 'Städtle 6', lat: 47.1393, lon: 9.5223 };

const stage = setStage({ demo: { units: 12, cameras: 0 }, browser: { webgl: false } });

/** Keeps a picture of the order's card, if somebody wants to look at it. */
async function shot(page, name) {
  const folder = process.env.YIKE_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.getByTestId('field-way').scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const onMap = async (page, what) => Number(await page.getByTestId('field-way').getAttribute(`data-${what}`));
const madeAt = (page) => page.getByTestId('field-way').getAttribute('data-made-at');
/** What is on the canvas. */
const drawn = (page) => page.getByTestId('field-way-map').evaluate((canvas) => canvas.toDataURL());

function sendTeam(...officers) {
  return stage.demo.api(stage.demo.login('dispatcher'), 'POST', '/api/orders', {
    kind: 'emergency',
    place: PLACE,
    addressee: { team: officers.map(({ unit }) => unit) },
  });
}

test('an officer sees the way, keeps it without a net, is led back to it, and sees the other one come', {
  timeout: 420_000,
}, async () => {
  const [own, other] = [stage.demo.login('officer'), stage.demo.login('officer', 1)];
  const phone = await openPhone(stage.browser, stage.demo.url, START);
  const mate = await openPhone(stage.browser, stage.demo.url, MATE, 'zh');
  for (const [page, login] of [
    [phone, own],
    [mate, other],
  ]) {
    await signIn(page, login);
    await page.getByTestId('field-standby').waitFor();
  }
  await until(SOON_MS, 'both on the map', async () => {
    const units = await stage.demo.api(stage.demo.login('dispatcher'), 'GET', '/api/units');
    return [own, other].every(({ unit }) => units.find(({ id }) => id === unit)?.position);
  });
  const { id } = await sendTeam(own, other);
  await phone.getByTestId('field-accept').click();
  await until(SOON_MS, 'the way', async () => (await onMap(phone, 'route')) > 5);
  assert.ok((await onMap(phone, 'streets')) > 20, 'streets around the way');
  const eta = await phone.getByTestId('field-eta').innerText();
  assert.match(eta, /about [2-9] min[\s\S]*[2-5](\.\d)? km[\s\S]*there about \d\d:\d\d/);
  const { colours, drawn: share } = await painted(phone.getByTestId('field-way-map'));
  assert.ok(colours > 20 && share > 0.05, `${colours} colours, ${share} of it drawn`);
  assert.equal(await onMap(phone, 'team'), 0, 'the other has not said yes');
  await shot(phone, 'way-en');

  await mate.getByTestId('field-accept').click();
  await until(SOON_MS, 'the other one on the map', async () => (await onMap(phone, 'team')) === 1);
  assert.match(await phone.getByTestId('field-team').innerText(), new RegExp(`${await nameOf(other)}`));
  await until(SOON_MS, 'the way of the other', async () => (await onMap(mate, 'team')) === 1);
  await shot(phone, 'way-team-en');
  await shot(mate, 'way-team-zh');

  await phone.getByTestId('field-set-off').click();
  await phone.context().setOffline(true);
  await phone.locator('[data-testid="field-link"]', { hasText: 'Offline' }).waitFor();
  const [before, made] = [await drawn(phone), await madeAt(phone)];
  await phone.context().setGeolocation({ ...HALFWAY, accuracy: 8 });
  await until(SOON_MS, 'the officer to move on the map', async () => (await drawn(phone)) !== before);
  assert.ok((await onMap(phone, 'route')) > 5 && (await onMap(phone, 'streets')) > 20, 'all is still there');
  assert.equal(await madeAt(phone), made, 'nobody was there to ask');
  await shot(phone, 'way-offline-en');

  await phone.context().setOffline(false);
  await phone.locator('[data-testid="field-link"]', { hasText: 'Connected' }).waitFor();
  await phone.context().setGeolocation({ ...ASTRAY, accuracy: 8 });
  await until(SOON_MS, 'another way from there', async () => {
    const way = await stage.demo.api(stage.demo.login('dispatcher'), 'GET', `/api/orders/${id}/way?unit=${own.unit}`);
    return (await madeAt(phone)) !== made && way.metres > 4_000;
  });
  await shot(phone, 'way-astray-en');
  assert.deepEqual([...phone.faults, ...mate.faults], []);
});

test('the map is pulled nearer by a key, and shown whole again; what was kept is shown before the hall answers', {
  timeout: 300_000,
}, async () => {
  const officer = stage.demo.login('officer', 2);
  const phone = await openPhone(stage.browser, stage.demo.url, START, 'zh');
  await signIn(phone, officer);
  await phone.getByTestId('field-standby').waitFor();
  const call = phone.getByTestId('field-call');
  assert.deepEqual([await call.innerText(), await call.getAttribute('href')], ['呼叫大厅', 'tel:+442079460015']);
  await stage.demo.api(stage.demo.login('dispatcher'), 'POST', '/api/orders', {
    kind: 'routine',
    place: PLACE,
    addressee: { unit: officer.unit },
  });
  await phone.getByTestId('field-accept').click();
  await until(SOON_MS, 'the way', async () => (await onMap(phone, 'route')) > 5);
  assert.ok(await call.isVisible(), 'the hall is called with an order, too');
  const whole = await drawn(phone);
  await phone.getByTestId('field-way-nearer').click();
  await phone.getByTestId('field-way-nearer').click();
  await phone.locator('[data-testid="field-way-map"][data-whole="false"]').waitFor();
  await until(SOON_MS, 'a nearer map', async () => (await drawn(phone)) !== whole);
  await shot(phone, 'way-near-zh');
  await phone.getByTestId('field-way-whole').click();
  await phone.locator('[data-testid="field-way-map"][data-whole="true"]').waitFor();
  await shot(phone, 'way-zh');
  await phone.emulateMedia({ colorScheme: 'dark' });
  await until(SOON_MS, 'a dark map', async () => (await drawn(phone)) !== whole);
  await shot(phone, 'way-night-zh');

  await phone.route('**/way?*', (route) => route.abort());
  await phone.reload();
  await until(SOON_MS, 'the way from before', async () => (await onMap(phone, 'route')) > 5);
  assert.ok((await onMap(phone, 'streets')) > 20);
  assert.deepEqual(phone.faults, []);
});

const nameOf = async ({ unit }) =>
  (await stage.demo.api(stage.demo.login('dispatcher'), 'GET', '/api/units')).find(({ id }) => id === unit).name;
