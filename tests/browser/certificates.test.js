/**
 * A hall of one's own, with a certificate that browsers check: from the first administrator to a picture that moves.
 *
 * Here are a camera and a microphone asked for on a page that is secure by its certificate, as on an officer's phone.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, openPage, openPhone, signIn } from './harness/browser.js';
import { makeCertificates } from './harness/certificates.js';
import { startHall } from './harness/hall.js';
import { moves } from './harness/moving.js';
import { SOON_MS, until } from './harness/waiting.js';

const PASSWORD = 'a password for stories';
const SCENE = { lat: 47.141, lon: 9.5209 };

let folder;
let certificates;
let hall;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yike-certificates-'));
  certificates = makeCertificates(folder);
  hall = await startHall(folder, certificates);
});
after(async () => {
  await hall?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a browser that does not know the authority shows nothing of the hall', { timeout: 300_000 }, async () => {
  const browser = await openBrowser({ webgl: false });
  try {
    await assert.rejects(openPage(browser, hall.url), /ERR_CERT_AUTHORITY_INVALID/);
  } finally {
    await browser.close();
  }
});

test('an administrator sets the hall up, and an officer goes live before a leader', { timeout: 240_000 }, async () => {
  const administrator = await hall.signIn(hall.administrator);
  const town = await hall.call(administrator, 'POST', '/api/towns', { name: 'Vaduz' });
  const unit = await hall.call(administrator, 'POST', '/api/units', { name: 'Vaduz 1', town: town.id });
  const enrol = (name, role) =>
    hall.call(administrator, 'POST', '/api/people', { name, password: PASSWORD, ...role });
  await enrol('officer', { role: 'officer', unit: unit.id });
  await enrol('leader', { role: 'leader' });
  await enrol('dispatcher', { role: 'dispatcher' });

  const browser = await openBrowser({ webgl: false, home: certificates.home });
  try {
    const phone = await openPhone(browser, hall.url, { latitude: SCENE.lat, longitude: SCENE.lon });
    await signIn(phone, { name: 'officer', password: PASSWORD });
    await phone.locator('[data-testid="field-link"]', { hasText: 'Connected' }).waitFor();
    const dispatcher = await hall.signIn({ name: 'dispatcher', password: PASSWORD });
    await hall.call(dispatcher, 'POST', '/api/orders', { place: SCENE, addressee: { unit: unit.id } });
    await phone.getByTestId('field-accept').click();
    await phone.getByTestId('field-live').click();
    await phone.locator('[data-testid="field-live"][data-live="live"]').waitFor();

    const leader = await openPage(browser, hall.url, { viewport: { width: 1600, height: 900 } });
    await signIn(leader, { name: 'leader', password: PASSWORD });
    await leader.locator(`[data-testid="unit-row"][data-unit-id="${unit.id}"][data-live="true"]`).click();
    await moves(leader.getByTestId('live-tile'));
    assert.equal(await leader.evaluate(() => isSecureContext && location.protocol), 'https:');

    // This hall was given no roads: what needs them says so, and does not wait for ever.
    await leader.keyboard.press('p');
    await leader.getByTestId('promise-no-roads').waitFor();
    assert.equal(await leader.getByTestId('imagine').count(), 0);
    const desk = await openPage(browser, hall.url, { viewport: { width: 1600, height: 900 } });
    await signIn(desk, { name: 'dispatcher', password: PASSWORD });
    await desk.getByTestId('closures-toggle').click();
    await desk.getByTestId('closures-no-roads').waitFor();
    assert.equal(await desk.getByTestId('closure-new').count(), 0);
    assert.deepEqual([...phone.faults, ...leader.faults, ...desk.faults], []);
  } finally {
    await browser.close();
  }
  await until(SOON_MS, 'the hall to see that the picture ended', async () => {
    const units = await hall.call(administrator, 'GET', '/api/units');
    return units.every(({ live }) => !live);
  });
  assert.equal(await hall.stop(), 0, 'the exit code of an orderly end');
});
