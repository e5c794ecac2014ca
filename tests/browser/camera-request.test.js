/** A seat asks an officer for the camera: the officer sees who asks and says no, or goes live; the seat sees which. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOfAccess } from './harness/axe.js';
import { openPage, openPhone, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';
import { until } from './harness/waiting.js';

const START = { latitude: 47.1405, longitude: 9.5209 };
/** The least height and width of what a thumb has to hit, in pixels. */
const TARGET_PX = 48;
const SOON_MS = 60_000;
const TITLE = { zh: '指挥大厅请求开启摄像头', en: 'The hall asks for your camera' };

const stage = setStage({ demo: { units: 4, cameras: 0 }, browser: { webgl: false } });

for (const [index, language] of ['zh', 'en'].entries()) {
  test(`an officer who is asked for the camera declines, then goes live (${language})`, { timeout: 240_000 }, async () => {
    const officer = stage.demo.login('officer', index);
    const phone = await openPhone(stage.browser, stage.demo.url, START, language);
    await signIn(phone, officer);
    await phone.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
    const seat = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1280, height: 800 } }, language);
    await signIn(seat, stage.demo.login('dispatcher'));
    const leader = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1280, height: 800 } }, language);
    await signIn(leader, stage.demo.login('leader'));
    for (const page of [seat, leader]) {
      await page.locator(`[data-testid="unit-row"][data-unit-id="${officer.unit}"]`).click();
      await page.getByTestId('unit-detail').waitFor();
    }

    const key = seat.getByTestId('ask-for-camera');
    await key.click();
    const card = phone.getByTestId('field-camera-asked');
    await card.waitFor();
    assert.match(await card.innerText(), language === 'zh' ? /（调度员）\d\d:\d\d 请求/ : /\(Dispatcher\) asked at \d\d:\d\d/);
    await card.getByText(TITLE[language]).waitFor();
    await until(SOON_MS, 'the title to ring', async () => (await phone.title()).includes(language === 'zh' ? '请求开启摄像头' : 'Asked for'));
    for (const answer of ['field-camera-yes', 'field-camera-no']) {
      const target = await phone.getByTestId(answer).boundingBox();
      assert.ok(target.height >= TARGET_PX && target.width >= TARGET_PX, JSON.stringify(target));
    }
    await stands(seat, 'asked');
    assert.equal(await leader.getByTestId('ask-for-camera').count(), 0, 'a leader looks and does not order');
    assert.deepEqual(await faultsOfAccess(phone, 'asked for the camera'), []);
    assert.deepEqual(await faultsOfAccess(seat, 'a camera that is asked for'), []);
    await shot(phone, `camera-asked-field-${language}`);
    await shot(seat, `camera-asked-console-${language}`);

    // A line that comes anew takes nothing back; a no that was said without one is told then.
    await phone.context().setOffline(true);
    await phone.locator('[data-testid="field-link"]', { hasText: /Offline|断线/ }).waitFor();
    await phone.getByTestId('field-camera-no').click();
    await card.waitFor({ state: 'detached' });
    await phone.context().setOffline(false);
    await stands(seat, 'declined');
    assert.equal(await card.count(), 0);
    await shot(seat, `camera-declined-console-${language}`);

    await key.click();
    await card.waitFor();
    await key.click();
    await card.waitFor({ state: 'detached' });
    await seat.getByTestId('camera-request').waitFor({ state: 'detached' });

    await key.click();
    await phone.getByTestId('field-camera-yes').click();
    await phone.locator('[data-testid="field-live"][data-live="live"]').waitFor();
    await card.waitFor({ state: 'detached' });
    await seat.getByTestId('unit-detail').getByTestId('live-tile').waitFor();
    for (const page of [phone, seat, leader]) assert.deepEqual(page.faults, []);
  });
}

/** Waits until a seat shows how a request stands. */
async function stands(page, state) {
  await page.locator(`[data-testid="camera-request"][data-state="${state}"]`).waitFor();
}

async function shot(page, name) {
  if (process.env.YIKE_SHOTS) await page.screenshot({ path: `${process.env.YIKE_SHOTS}/${name}.png` });
}
