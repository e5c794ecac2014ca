/** The street map is really painted, and a click on it says where. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, painted, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';

/** The district, in degrees. */
const DISTRICT = { south: 47.0, north: 47.3, west: 9.4, east: 9.7 };

const stage = setStage();

test('streets and units are painted, and the middle of a small screen’s map can be clicked beside the order form', {
  timeout: 180_000,
}, async () => {
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1280, height: 800 } });
  await signIn(page, stage.demo.login('dispatcher'));
  await page.waitForFunction(() => window.mapReady?.streets() > 0 && window.mapReady.units() > 0, null, {
    timeout: 60_000,
  });
  const { colours, drawn } = await painted(page.getByTestId('map'));
  console.log(`the map shows ${colours} colours, ${(drawn * 100).toFixed(1)} % of it is not bare ground`);
  assert.ok(colours >= 12, `only ${colours} colours`);
  assert.ok(drawn >= 0.02, `only ${drawn} of it is painted`);

  await page.getByTestId('order-new').click();
  await page.getByTestId('map').click();
  const [lat, lon] = (await page.getByTestId('order-place').inputValue()).split(',').map(Number);
  assert.ok(lat > DISTRICT.south && lat < DISTRICT.north && lon > DISTRICT.west && lon < DISTRICT.east, `${lat},${lon}`);

  await page.getByTestId('order-addressee').fill('Vaduz');
  await page.getByTestId('order-send').click();
  const row = page.locator('[data-testid="order-row"]:has([aria-current="true"])');
  const id = await row.getAttribute('data-order-id');
  const { place } = await stage.demo.api(stage.demo.login('dispatcher'), 'GET', `/api/orders/${id}`);
  assert.deepEqual([place.lat, place.lon], [lat, lon]);
  assert.deepEqual(page.faults, []);
});

test('a link to what is not there says so', { timeout: 90_000 }, async () => {
  const nobody = '018f3b2a-0000-7000-8000-00000abcdef1';
  const page = await openPage(stage.browser, `${stage.demo.url}/#order=${nobody}&unit=${nobody}`);
  await signIn(page, stage.demo.login('leader'));
  await page.getByText('The hall has no such order').waitFor();
  await page.getByText('The hall has no such unit').waitFor();
  assert.deepEqual(page.faults, []);
});
