/** An officer's phone is a browser: an order rings, is taken, reached, shown live, reported, also over a broken net. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { emptyPage, openPage, openPhone, signIn } from './harness/browser.js';
import { moves } from './harness/moving.js';
import { setStage } from './harness/stage.js';
import { SOON_MS, until } from './harness/waiting.js';

/** The script that the page starts with, compressed. */
const BUDGET_BYTES = 50 * 1024;
const START = { latitude: 47.1405, longitude: 9.5209 };
const PLACE = { name: 'Rathaus', address: 'Städtle 6', lat: 47.1393, lon: 9.5223 };

const stage = setStage({ browser: { webgl: false } });

test('the page starts within its budget, without the map, and refuses a wrong password in words', {
  timeout: 300_000,
}, async () => {
  const page = await emptyPage(stage.browser, stage.demo.url);
  const scripts = [];
  page.on('response', (response) => {
    if (/javascript/.test(response.headers()['content-type'] ?? '')) scripts.push(response.body());
  });
  await page.goto(`${stage.demo.url}/field`, { waitUntil: 'networkidle' });
  const bytes = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0);
  console.log(`script at the start: ${(bytes / 1024).toFixed(1)} KiB`);
  assert.ok(bytes > 0 && bytes <= BUDGET_BYTES, `${bytes} bytes of script`);
  await signIn(page, { name: 'nobody', password: 'wrong' });
  await page.getByText('The name or the password is wrong.').waitFor();
  assert.deepEqual(page.faults, []);
});

test('an order runs from ringing to its report, with the officer live before the leader', {
  timeout: 300_000,
}, async () => {
  const [officer, dispatcher] = [stage.demo.login('officer'), stage.demo.login('dispatcher')];
  const phone = await openPhone(stage.browser, stage.demo.url, START);
  await signIn(phone, officer);
  await phone.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
  const here = await until(SOON_MS, 'the officer on the map', async () => (await unitOf(officer)).position);
  assert.ok(Math.abs(here.lat - START.latitude) < 1e-6 && Math.abs(here.lon - START.longitude) < 1e-6);

  const { id } = await give(dispatcher, officer);
  await phone.getByTestId('field-order').waitFor();
  assert.match(await phone.getByTestId('field-order').innerText(), /Rathaus[\s\S]*Städtle 6/);
  assert.match(await phone.getByTestId('field-distance').innerText(), /1[5-9]0 m/);
  await until(SOON_MS, 'the title to ring', async () => (await phone.title()).includes('New order'));
  await until(SOON_MS, 'the hall to know the phone has it', async () => (await partOf(dispatcher, id)).delivered);
  await until(SOON_MS, 'a running clock', async () =>
    /^1[45]:\d\d$/m.test(await phone.getByTestId('countdown').innerText()),
  );

  await phone.getByTestId('field-accept').click();
  await until(SOON_MS, 'the hall to know of the yes', async () => (await partOf(dispatcher, id)).state === 'accepted');
  await phone.getByTestId('field-set-off').click();
  await until(
    SOON_MS,
    'the hall to know of setting off',
    async () => (await partOf(dispatcher, id)).state === 'under_way',
  );

  // The hall finds out about the arrival from the fixes; nobody presses anything.
  const walking = walk(phone, PLACE);
  await until(SOON_MS, 'the arrival', async () => phone.getByTestId('leg-arrived').getAttribute('data-met-at'));
  walking.stop();

  await phone.getByTestId('field-live').click();
  await phone.locator('[data-testid="field-live"][data-live="live"]').waitFor();
  const leader = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(leader, stage.demo.login('leader'));
  await leader.locator(`[data-testid="unit-row"][data-unit-id="${officer.unit}"][data-live="true"]`).click();
  const shares = await moves(leader.getByTestId('live-tile'));
  console.log(`changed pixels: ${shares.map((share) => `${(share * 100).toFixed(1)} %`).join(', ')}`);
  await until(SOON_MS, 'the video leg', async () => phone.getByTestId('leg-video').getAttribute('data-met-at'));

  const text = 'At the scene, nobody hurt. 现场无人受伤。';
  await phone.getByTestId('field-report-text').fill(text);
  await phone
    .getByTestId('field-photo')
    .setInputFiles({ name: 'scene.png', mimeType: 'image/png', buffer: await picture(phone) });
  await phone.getByText('Photo attached').waitFor();
  await phone.getByTestId('field-report').click();
  await until(SOON_MS, 'the report leg', async () => phone.getByTestId('leg-reported').getAttribute('data-met-at'));

  const order = await stage.demo.api(dispatcher, 'GET', `/api/orders/${id}`);
  const [{ text: kept, photo }] = order.reports;
  assert.equal(kept, text);
  assert.equal(order.reports.length, 1);
  const bytes = await until(SOON_MS, 'the photo', () =>
    stage.demo.bytes(dispatcher, `/api/photos/${photo}`).catch(() => null),
  );
  assert.deepEqual([...bytes.subarray(0, 3)], [0xff, 0xd8, 0xff]);

  await phone.getByTestId('field-live').click();
  await until(SOON_MS, 'the end of the picture', async () => !(await unitOf(officer)).live);
  await stage.demo.api(dispatcher, 'POST', `/api/orders/${id}/close`);
  await phone.getByTestId('field-standby').waitFor();
  assert.deepEqual([...phone.faults, ...leader.faults], []);
});

test('what is tapped without a net is shown as waiting and arrives once, with the time it happened', {
  timeout: 300_000,
}, async () => {
  const [officer, dispatcher] = [stage.demo.login('officer', 1), stage.demo.login('dispatcher')];
  const phone = await openPhone(stage.browser, stage.demo.url, { latitude: 47.165, longitude: 9.51 });
  await signIn(phone, officer);
  await phone.locator('[data-testid="field-link"]', { hasText: 'Connected' }).waitFor();
  const { id } = await give(dispatcher, officer);
  await until(SOON_MS, 'the hall to know the phone has it', async () => (await partOf(dispatcher, id)).delivered);

  await phone.context().setOffline(true);
  await phone.locator('[data-testid="field-link"]', { hasText: 'Offline' }).waitFor();
  await phone.getByTestId('field-accept').click();
  await phone.getByTestId('field-set-off').click();
  await phone.getByTestId('field-report-text').fill('Road closed, going round');
  await phone.getByTestId('field-report').click();
  await until(
    SOON_MS,
    'three entries waiting',
    async () => Number(await phone.getByTestId('field-waiting').getAttribute('data-waiting')) >= 3,
  );
  assert.equal(await phone.getByTestId('field-order').getAttribute('data-state'), 'under_way');
  await phone.waitForTimeout(4_000);
  assert.equal((await partOf(dispatcher, id)).answered, null);

  await phone.context().setOffline(false);
  await until(
    SOON_MS,
    'an empty outbox',
    async () => (await phone.getByTestId('field-waiting').getAttribute('data-waiting')) === '0',
  );
  const { reports } = await stage.demo.api(dispatcher, 'GET', `/api/orders/${id}`);
  assert.deepEqual(
    reports.map(({ text }) => text),
    ['Road closed, going round'],
  );
  const { state, answered, under_way } = await partOf(dispatcher, id);
  assert.equal(state, 'under_way');
  for (const { at, learnt_at } of [answered, under_way, reports[0]]) {
    assert.ok(Date.parse(learnt_at) - Date.parse(at) > 3_000, `happened ${at}, learnt ${learnt_at}`);
  }
  assert.ok(Date.parse(answered.at) <= Date.parse(under_way.at));
  assert.deepEqual(phone.faults, []);
});

test('a declined order goes, and the hall knows why', { timeout: 300_000 }, async () => {
  const [officer, dispatcher] = [stage.demo.login('officer', 2), stage.demo.login('dispatcher')];
  const phone = await openPhone(stage.browser, stage.demo.url, START);
  await signIn(phone, officer);
  await phone.getByTestId('field-standby').waitFor();
  const { id } = await give(dispatcher, officer);
  await phone.locator('[data-testid="field-decline"][data-reason="too_far"]').click();
  await phone.getByTestId('field-standby').waitFor();
  const part = await until(SOON_MS, 'the no', async () => {
    const { assignments } = await stage.demo.api(dispatcher, 'GET', `/api/orders/${id}`);
    return assignments.find(({ unit, state }) => unit === officer.unit && state === 'declined');
  });
  assert.equal(part.declined_because, 'too_far');
  assert.deepEqual(phone.faults, []);
});

test('while an order rings, the page stays where it is scrolled, and a report being written is kept', {
  timeout: 300_000,
}, async () => {
  const [officer, dispatcher] = [stage.demo.login('officer', 2), stage.demo.login('dispatcher')];
  const phone = await openPhone(stage.browser, stage.demo.url, START);
  await signIn(phone, officer);
  await phone.getByTestId('field-standby').waitFor();
  const first = await give(dispatcher, officer);
  await phone.getByTestId('field-accept').click();
  await phone.getByTestId('field-report-text').fill('Half a sentence');

  const second = await give(dispatcher, officer);
  await phone.locator(`[data-testid="field-order"][data-order-id="${second.id}"]`).waitFor();
  const scrolled = () => phone.locator('main').evaluate((main) => main.scrollTop);
  await phone.locator('main').evaluate((main) => main.scrollTo({ top: 120 }));
  const metres = await phone.getByTestId('field-distance').innerText();
  await phone.context().setGeolocation({ latitude: 47.142, longitude: 9.5209, accuracy: 8 });
  await until(SOON_MS, 'the next fix', async () => (await phone.getByTestId('field-distance').innerText()) !== metres);
  assert.equal(await scrolled(), 120);

  await phone.locator('[data-testid="field-decline"][data-reason="engaged"]').click();
  await phone.locator(`[data-testid="field-order"][data-order-id="${first.id}"]`).waitFor();
  assert.equal(await phone.getByTestId('field-report-text').inputValue(), 'Half a sentence');
  assert.deepEqual(phone.faults, []);
});

test('an officer who signs out on duty is asked, and goes off duty first', { timeout: 300_000 }, async () => {
  const officer = stage.demo.login('officer', 1);
  const phone = await openPhone(stage.browser, stage.demo.url, START);
  await signIn(phone, officer);
  await phone.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
  await phone.getByLabel('Menu').click();
  await phone.getByRole('button', { name: 'Sign out', exact: true }).click();
  await phone.getByRole('button', { name: 'Go off duty and sign out' }).click();
  await phone.locator('[autocomplete="username"]').waitFor();
  assert.equal((await unitOf(officer)).state, 'off_duty');
  assert.deepEqual(phone.faults, []);
});

const unitOf = async ({ unit }) =>
  (await stage.demo.api(stage.demo.login('dispatcher'), 'GET', '/api/units')).find(({ id }) => id === unit);

const partOf = async (login, order) => (await stage.demo.api(login, 'GET', `/api/orders/${order}`)).assignments.at(-1);

function give(login, { unit }) {
  return stage.demo.api(login, 'POST', '/api/orders', {
    kind: 'emergency',
    place: PLACE,
    addressee: { unit },
    note: 'From the browser test',
  });
}

/** Moves the phone to `place`, then about it as a receiver does, until stopped. */
function walk(phone, { lat, lon }) {
  let step = 0;
  const timer = setInterval(() => {
    step += 1;
    const jitter = (step % 3) * 0.000008;
    phone
      .context()
      .setGeolocation({ latitude: lat + jitter, longitude: lon - jitter, accuracy: 8 })
      .catch(() => {});
  }, 1_100);
  return { stop: () => clearInterval(timer) };
}

/** A picture, larger than what is sent. */
async function picture(page) {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(2400, 1800);
    const context = canvas.getContext('2d');
    context.fillStyle = '#246';
    context.fillRect(0, 0, 2400, 1800);
    context.fillStyle = '#fa0';
    context.fillRect(300, 300, 900, 700);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(base64, 'base64');
}
