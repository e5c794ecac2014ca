/** Every page can be used by everybody: what axe can check of WCAG 2.2 AA, in both languages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOfAccess } from './harness/axe.js';
import { openPage, openPhone, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';

const START = { latitude: 47.1405, longitude: 9.5209 };
const PLACE = { name: 'Rathaus', address: 'Städtle 6', lat: 47.1393, lon: 9.5223 };

const stage = setStage();

for (const [nth, language] of ['zh', 'en'].entries()) {
  test(`the console is open to everybody (${language})`, { timeout: 240_000 }, async () => {
    const page = await openPage(stage.browser, stage.demo.url, {}, language);
    await page.locator('button[type="submit"]').waitFor();
    const faults = [await faultsOfAccess(page, 'signing in')];
    await signIn(page, stage.demo.login('dispatcher'));
    await page.locator('[data-testid="unit-row"][data-live="true"]').first().click({ timeout: 60_000 });
    await page.getByTestId('live-tile').waitFor();
    await page.getByTestId('order-row').first().getByRole('button').first().click({ timeout: 60_000 });
    await page.getByTestId('order-cancel').click();
    faults.push(await faultsOfAccess(page, 'an order'));
    await page.getByTestId('order-new').click();
    faults.push(await faultsOfAccess(page, 'the order form'));
    await page.getByTestId('incident-new').click();
    faults.push(await faultsOfAccess(page, 'the incident form'));
    await page.getByTestId('incident-row').first().getByRole('button').click();
    await page.getByTestId('dispatch-send').or(page.getByTestId('dispatch-more')).waitFor();
    faults.push(await faultsOfAccess(page, 'an incident with whom to send'));
    for (const tool of ['promise', 'reach', 'closures']) await page.getByTestId(`${tool}-toggle`).click();
    await page.getByTestId('promise-covered').waitFor();
    faults.push(await faultsOfAccess(page, 'the tools of the map'));
    await page.getByTestId('page-drill').click();
    await page.getByTestId('drill-start').waitFor();
    faults.push(await faultsOfAccess(page, 'the page of drills'));
    await page.getByTestId('page-report').click();
    await page.getByTestId('report-export').waitFor();
    faults.push(await faultsOfAccess(page, 'the report'));
    await page.getByTestId('page-wall').click();
    await page.getByTestId('wall-9').click();
    await page.getByTestId('wall').getByTestId('live-tile').first().waitFor();
    faults.push(await faultsOfAccess(page, 'the wall'));
    assert.deepEqual(faults.flat(), []);
  });

  test(`the officer’s page is open to everybody (${language})`, { timeout: 120_000 }, async () => {
    const officer = stage.demo.login('officer', nth);
    const phone = await openPhone(stage.browser, stage.demo.url, START, language);
    await phone.locator('button[type="submit"]').waitFor();
    const faults = [await faultsOfAccess(phone, 'signing in')];
    await signIn(phone, officer);
    await phone.getByTestId('field-standby').waitFor();
    faults.push(await faultsOfAccess(phone, 'standing by'));
    const order = { kind: 'emergency', place: PLACE, addressee: { unit: officer.unit }, note: 'note' };
    await stage.demo.api(stage.demo.login('dispatcher'), 'POST', '/api/orders', order);
    await phone.getByTestId('field-accept').waitFor();
    faults.push(await faultsOfAccess(phone, 'ringing'));
    await phone.getByTestId('field-accept').click();
    await phone.getByTestId('field-report-text').fill('x');
    await phone.getByTestId('field-live').click();
    await phone.locator('[data-testid="field-live"][data-live="live"]').waitFor();
    faults.push(await faultsOfAccess(phone, 'an accepted order'));
    assert.deepEqual(faults.flat(), []);
  });
}
