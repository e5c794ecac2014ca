/** A wall shows many units on one connection, who of them speaks, and honest numbers; cameras rest while nobody looks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultsOfAccess } from './harness/axe.js';
import { emptyPage, openPhone, signIn } from './harness/browser.js';
import { callsOf, rememberCalls } from './harness/calls.js';
import { moves } from './harness/moving.js';
import { setStage } from './harness/stage.js';
import { giveVoice } from './harness/voice.js';
import { SOON_MS, until } from './harness/waiting.js';

const START = { latitude: 47.1405, longitude: 9.5209 };
const CAMERAS = 4;
/** What the hall takes of an offer. */
const OFFER_BYTES = 64 * 1024;
/** How long a viewer waits for a camera that rested; on an idle machine it is half a second. */
const BACK_MS = 3_000;

const stage = setStage({ demo: { cameras: CAMERAS }, browser: { webgl: false } });

async function openWall(language = 'en') {
  const page = await emptyPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } }, language);
  await rememberCalls(page);
  await page.goto(stage.demo.url);
  await signIn(page, stage.demo.login('leader'));
  await until(SOON_MS, 'cameras', async () => (await page.locator('[data-testid="unit-row"][data-live="true"]').count()) >= CAMERAS);
  await page.getByTestId('page-wall').click();
  await page.getByTestId('wall-4').click();
  return page;
}

const tilesOf = (page) => page.getByTestId('wall').getByTestId('live-tile');
const pictures = (page) =>
  page
    .getByTestId('wall')
    .locator('figure')
    .evaluateAll((all) => all.map((figure) => figure.dataset.picture));

test('four tiles play on one connection, and another layout costs no negotiation', { timeout: 240_000 }, async () => {
  const page = await openWall();
  await until(SOON_MS, 'four tiles', async () => (await tilesOf(page).count()) === 4);
  for (let nth = 0; nth < 4; nth += 1) await moves(tilesOf(page).nth(nth));
  // On a machine too busy to connect in time there were others, which are closed.
  const calls = await callsOf(page);
  const [first, ...others] = calls.filter(({ closed }) => !closed);
  assert.equal(others.length, 0, 'one connection');
  console.log(`the offer of a wall has ${first.offer} bytes; connections: ${calls.length}`);
  assert.ok(first.offer < OFFER_BYTES * 0.95, `${first.offer} bytes`);

  const where = () =>
    page.getByTestId('wall-cell').evaluateAll((cells) => cells.slice(0, 4).map((cell) => cell.dataset.unitId));
  const before = await where();
  await page.getByTestId('wall-9').click();
  await page.getByTestId('wall-cell').nth(8).waitFor();
  assert.deepEqual(await where(), before, 'no cell moves');
  await page.getByTestId('wall-16').click();
  await page.getByTestId('wall-4').click();
  for (let nth = 0; nth < 4; nth += 1) await moves(tilesOf(page).nth(nth));
  const after = await callsOf(page);
  assert.equal(after.length, calls.length, 'no other connection');
  assert.equal(after.find(({ closed }) => !closed).offer, first.offer, 'the same offer stands');
  assert.deepEqual(page.faults, []);
});

test('numbers are shown, and what is not sent does not look live', { timeout: 240_000 }, async () => {
  const page = await openWall();
  await until(SOON_MS, 'four tiles', async () => (await tilesOf(page).count()) === 4);
  for (let nth = 0; nth < 4; nth += 1) await moves(tilesOf(page).nth(nth));
  await page.getByTestId('wall-cell').first().hover();
  await page.getByTestId('live-numbers').first().click();
  const number = (id) => page.getByTestId('picture-numbers').first().locator(`[data-number="${id}"] dd`);
  const wanted = {
    rate: /^\d+ kbps$/,
    held: /^\d+ ms$/,
    rtt: /^\d+ ms$/,
    layer: /^360p H264 \d+\/s$/,
    loss: /^\d+\.\d %$/,
  };
  // A second without a picture has no numbers; the next one does.
  for (const [id, form] of Object.entries(wanted)) {
    await until(SOON_MS, `${id} to be ${form}`, async () => form.test(await number(id).innerText()));
  }
  assert.deepEqual(await faultsOfAccess(page, 'the wall with numbers'), []);

  await page.getByRole('button', { name: /^Enlarge/ }).first().click();
  await until(SOON_MS, 'the covered tiles to stand', async () => {
    const [large, ...covered] = await pictures(page);
    return large === 'playing' && covered.every((is) => is === 'frozen');
  });
  assert.match(await page.getByTestId('wall').locator('figcaption').nth(1).innerText(), /Standing still since \d\d:\d\d:\d\d/);
  await page.keyboard.press('Escape');
  await until(SOON_MS, 'all to play again', async () => (await pictures(page)).every((is) => is === 'playing'));
  assert.deepEqual(page.faults, []);
});

test('an officer sees who watches; the camera rests while nobody does, and is back at once', {
  timeout: 240_000,
}, async () => {
  const officer = stage.demo.login('officer');
  const phone = await openPhone(stage.browser, stage.demo.url, START);
  await rememberCalls(phone);
  await phone.reload();
  await signIn(phone, officer);
  await phone.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
  await phone.getByTestId('field-live').click();
  await phone.locator('[data-testid="field-live"][data-live="live"]').waitFor();
  const encoded = async () => (await callsOf(phone)).reduce((sum, call) => sum + call.encoded, 0);
  const rests = async () => {
    const before = await encoded();
    await sleep(700);
    return before > 0 && (await encoded()) === before;
  };
  await phone.getByText('Nobody watches: sending rests until somebody does').waitFor();
  await until(SOON_MS, 'the camera to rest', rests);

  const leader = await emptyPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await leader.goto(stage.demo.url);
  await signIn(leader, stage.demo.login('leader'));
  const row = leader.locator(`[data-testid="unit-row"][data-unit-id="${officer.unit}"][data-live="true"]`);
  await row.waitFor();
  // The first look makes the connection; the second one finds it there.
  await row.click();
  await moves(leader.getByTestId('live-tile'));
  const watched = phone.getByTestId('field-watched');
  await until(SOON_MS, 'one watcher', async () => (await watched.getAttribute('data-watchers')) === '1');
  assert.match(await watched.innerText(), /leader.*watches since \d\d:\d\d/i);
  // A browser's camera says when it took each picture; both ends use this machine's clock.
  await leader.getByTestId('live-numbers').click();
  const glass = leader.locator('[data-number="glass"] dd');
  await until(SOON_MS, 'the age of the picture', async () => /^\d+ ms$/.test(await glass.innerText()));
  console.log(`glass to glass: ${await glass.innerText()}`);

  await leader.getByTestId('unit-detail').getByLabel('Close').click();
  await phone.getByText('Nobody watches: sending rests until somebody does').waitFor();
  await until(SOON_MS, 'the camera to rest', rests);
  await row.click();
  const waited = await leader.evaluate(async () => {
    const began = performance.now();
    while (!document.querySelector('figure[data-picture="playing"]')) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (performance.now() - began > 20_000) break;
    }
    return Math.round(performance.now() - began);
  });
  console.log(`a camera that rested plays ${waited} ms after the click`);
  assert.ok(waited <= BACK_MS, `${waited} ms`);
  assert.deepEqual([...phone.faults, ...leader.faults], []);
});

test('an officer’s picture comes small to a small tile, and large when it is enlarged; who speaks is marked', {
  timeout: 240_000,
}, async () => {
  const officer = stage.demo.login('officer');
  const phone = await openPhone(stage.browser, stage.demo.url, START);
  await giveVoice(phone);
  await phone.reload();
  await signIn(phone, officer);
  await phone.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
  await phone.getByTestId('field-live').click();
  await phone.locator('[data-testid="field-live"][data-live="live"]').waitFor();

  const leader = await openWall();
  await leader.getByTestId('wall-16').click();
  const cell = leader.locator(`[data-testid="wall-cell"][data-unit-id="${officer.unit}"]`);
  await cell.waitFor();
  await moves(cell.getByTestId('live-tile'));
  await cell.hover();
  await cell.getByTestId('live-numbers').click();
  const height = async () => Number.parseInt(await cell.locator('[data-number="layer"] dd').innerText(), 10);
  // A tile of a wall of sixteen is some 200 pixels high.
  const small = await until(SOON_MS, 'a small picture', async () => {
    const now = await height();
    return now <= 240 && now;
  });
  await cell.getByRole('button', { name: /^Enlarge/ }).click();
  const large = await until(SOON_MS, 'a large picture', async () => {
    const now = await height();
    return now >= small * 2 && now;
  });
  console.log(`${small}p in a small tile, ${large}p in a large one`);
  await moves(cell.getByTestId('live-tile'));
  await leader.keyboard.press('Escape');
  await until(SOON_MS, 'the small picture again', async () => (await height()) === small);

  await cell.getByTestId('live-numbers').click();
  await leader.mouse.move(0, 0);
  const speaks = (is) => cell.locator(`figure[data-speaks="${is}"]`).waitFor();
  const mark = cell.getByTestId('speaks');
  const name = cell.locator('figure b');
  await speaks(false);
  assert.equal(await mark.isVisible(), false);
  const place = await name.boundingBox();
  await phone.evaluate(() => window.speak(true));
  await speaks(true);
  assert.equal(await mark.innerText(), 'Speaking');
  assert.deepEqual(await name.boundingBox(), place, 'the name stays where it is');
  assert.equal(await leader.locator('[data-speaks="true"]').count(), 1, 'nobody else speaks');
  if (process.env.YIKE_SHOTS) await leader.screenshot({ path: `${process.env.YIKE_SHOTS}/wall-speaks.png` });
  await phone.evaluate(() => window.speak(false));
  await speaks(false);
  assert.deepEqual([...phone.faults, ...leader.faults], []);
});
