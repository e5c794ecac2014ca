/** A leader opens one link and sees a unit's live picture, and may change nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
import { moves } from './harness/moving.js';
import { setStage } from './harness/stage.js';

// A unit that films all the time is live also when it has nothing to do; one at a scene is so until it leaves.
const FILMING = '[data-testid="unit-row"][data-live="true"][data-state="available"]';

const stage = setStage({ demo: { cameras: 4 }, browser: { webgl: false } });

test('a leader sees moving pixels from a Rust phone', { timeout: 180_000 }, async () => {
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, stage.demo.login('leader'));
  await page.locator(FILMING).first().waitFor({ timeout: 60_000 });
  const rows = page.getByTestId('unit-row');
  const live = await rows.evaluateAll((all) => all.map((row) => row.dataset.live === 'true'));
  assert.deepEqual(live, live.toSorted((a, b) => b - a), 'live units come first');
  await page.locator(FILMING).first().click();
  const shares = await moves(page.getByTestId('live-tile'));
  console.log(`changed pixels: ${shares.map((share) => `${(share * 100).toFixed(1)} %`).join(', ')}`);
  assert.equal(await page.getByTestId('order-new').count(), 0, 'a leader gives no orders');
  assert.deepEqual(page.faults, []);
});

test('the picture follows the leader to another unit and back', { timeout: 180_000 }, async () => {
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, stage.demo.login('leader'));
  const live = page.locator(FILMING);
  await live.nth(1).waitFor({ timeout: 60_000 });
  const [first, second] = await live.evaluateAll((rows) => rows.map((row) => row.dataset.unitId));
  for (const unit of [first, second, first]) {
    await page.locator(`[data-testid="unit-row"][data-unit-id="${unit}"]`).click();
    await moves(page.locator(`[data-testid="live-tile"][data-unit-id="${unit}"]`));
    assert.equal(await page.getByTestId('live-tile').count(), 1);
  }
  assert.deepEqual(page.faults, []);
});
