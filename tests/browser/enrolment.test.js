/** An administrator enrols an officer's phone by a QR code, and puts a lost one out. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { faultsOfAccess } from './harness/axe.js';
import { leave, openBrowser, openPage, openPhone, signIn } from './harness/browser.js';
import { startDemo } from './harness/demo.js';
import { enrolPhone, readQr } from './harness/enrolled-phone.js';
import { readPaintedQr } from './harness/qr-eyes.js';
import { SOON_MS, until } from './harness/waiting.js';

const VIEWPORT = { viewport: { width: 1600, height: 900 } };
const START = { latitude: 47.1405, longitude: 9.5209 };
const PLACE = { name: 'Rathaus', address: '', lat: 47.1393, lon: 9.5223 };
const SMALL = { width: 1280, height: 720 };
/** A hall's name as phones know it; here it leads to this machine. */
const NAME = 'hall.example';
/** Within this a revoked phone is out. */
const OUT_MS = 1_000;
/** Within this an officer has a phone. */
const ENROLLED_MS = 60_000;

let demo;
let browser;
let hall;
before(async () => {
  demo = await startDemo({ units: 6, cameras: 1 });
  browser = await openBrowser({ webgl: false, names: [NAME] });
  hall = `http://${NAME}:${new URL(demo.url).port}`;
});
afterEach(() => Promise.all(browser.contexts().map(leave)));
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** The page of phones as an administrator sees it at `url`. */
async function openPhones(language, url = hall) {
  const page = await openPage(browser, url, VIEWPORT, language);
  await signIn(page, demo.login('administrator'));
  await page.getByTestId('page-phones').click();
  await page.getByTestId('person-row').first().waitFor();
  return page;
}

/** An officer of a new unit, whom nobody plays. */
async function newOfficer(name, unitName) {
  const administrator = demo.login('administrator');
  const town = demo.login('town_desk').town;
  const unit = await demo.api(administrator, 'POST', '/api/units', { name: unitName, town });
  const person = { name, password: 'a password for stories', role: 'officer', unit: unit.id };
  return demo.api(administrator, 'POST', '/api/people', person);
}

const rowOf = (page, { id }) => page.locator(`[data-testid="person-row"][data-person-id="${id}"]`);
const stageOf = (page, stage) => page.locator(`[data-testid="enrol-dialog"][data-stage="${stage}"]`);
const textOf = (page) => page.getByTestId('enrol-text').inputValue();

async function shot(page, name) {
  if (process.env.YIKE_SHOTS) await page.screenshot({ path: `${process.env.YIKE_SHOTS}/${name}.png` });
}

/** The officer's page in a browser that has the session of `phone`, live from its order. */
async function goLive(phone, officer) {
  const page = await openPhone(browser, demo.url, START);
  await page.evaluate((token) => sessionStorage.setItem('yike.session', token), phone.token);
  await page.reload();
  await page.getByTestId('field-on-duty').click();
  await page.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
  await until(SOON_MS, 'the unit to be on duty', async () => (await unitOf(officer)).state === 'available');
  const order = { kind: 'emergency', place: PLACE, addressee: { unit: officer.unit } };
  await demo.api(demo.login('dispatcher'), 'POST', '/api/orders', order);
  await page.getByTestId('field-accept').click();
  await page.getByTestId('field-live').click();
  await page.locator('[data-testid="field-live"][data-live="live"]').waitFor();
  await until(SOON_MS, 'the picture', async () => (await unitOf(officer)).live);
  return page;
}

async function unitOf(officer) {
  const units = await demo.api(demo.login('dispatcher'), 'GET', '/api/units');
  return units.find(({ id }) => id === officer.unit);
}

for (const language of ['zh', 'en']) {
  test(`a phone is enrolled by what is on the screen, and out within a second of its loss (${language})`, {
    timeout: 240_000,
  }, async (t) => {
    const officer = await newOfficer({ zh: '吴晓明', en: 'Wu Xiaoming' }[language], { zh: '巡逻 9', en: 'Patrol 9' }[language]);
    const page = await openPhones(language);
    await page.getByTestId('phones-search').fill(officer.name);
    const row = rowOf(page, officer);
    await row.getByTestId('enrol').click();
    const began = performance.now();
    await stageOf(page, 'shown').waitFor();
    const seen = await readPaintedQr(page.getByTestId('enrol-qr'));
    assert.equal(seen, await textOf(page), 'what a camera reads is what can be copied');
    assert.equal(readQr(seen).hall, hall, 'the phone is sent where this page is');
    assert.match(await page.getByTestId('enrol-left').textContent(), /^(15:00|14:\d\d)$/);
    assert.equal(await page.getByTestId('enrol-this-machine').count(), 0);
    assert.deepEqual(await faultsOfAccess(page, 'a code'), []);
    await shot(page, `enrolling-${language}`);

    const phone = await enrolPhone(demo.url, seen, 'HUAWEI Mate 70');
    await stageOf(page, 'enrolled').waitFor();
    assert.ok(performance.now() - began < ENROLLED_MS, 'an officer has a phone in under a minute');
    assert.match(await page.getByTestId('enrol-told').textContent(), /HUAWEI Mate 70/);
    await assert.rejects(enrolPhone(demo.url, seen, 'another'), /code_used/);
    await page.getByTestId('enrol-close').click();
    assert.ok(await row.getByTestId('enrol').evaluate((key) => key === document.activeElement), 'the focus is back');

    assert.equal((await phone.signIn()).status, 200);
    const { status, body } = await phone.session();
    assert.deepEqual([status, body.name, body.role], [200, officer.name, 'officer']);
    const field = await goLive(phone, officer);
    await row.locator(`[data-phone-id="${phone.view.id}"]`, { hasText: 'HUAWEI Mate 70' }).waitFor();
    assert.deepEqual(await faultsOfAccess(page, 'the list of phones'), []);
    await page.getByTestId('phones-search').fill('');
    await shot(page, `phones-${language}`);

    // The way by keys: asked, kept, asked again, revoked.
    await row.getByTestId('revoke').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    assert.equal(await row.getByTestId('revoke-sure').count(), 0, 'the key at hand keeps the phone');
    assert.equal((await phone.session()).status, 200);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.deepEqual(await faultsOfAccess(page, 'whether to revoke'), []);
    await shot(page, `revoking-${language}`);
    assert.ok((await unitOf(officer)).live);
    const revoked = performance.now();
    await page.keyboard.press('Enter');
    await Promise.all([
      until(SOON_MS, 'the session to end', async () => (await phone.session()).status === 401, 20),
      until(SOON_MS, 'the picture to end', async () => !(await unitOf(officer)).live, 20),
    ]);
    const outAfter = performance.now() - revoked;
    t.diagnostic(`out after ${outAfter.toFixed(0)} ms`);
    assert.ok(outAfter <= OUT_MS, `the phone was out after ${outAfter.toFixed(0)} ms`);
    await page.locator('[data-testid="revoked"][data-revoked="revoked"]', { hasText: officer.name }).waitFor();
    assert.equal(await row.getByTestId('phone-row').count(), 0);
    await shot(page, `revoked-${language}`);
    const again = await phone.signIn();
    assert.deepEqual([again.status, again.body.code], [401, 'phone_revoked']);
    await field.locator('[autocomplete="username"]').waitFor();
    assert.deepEqual([...page.faults, ...field.faults], []);
  });
}

test('a code past its time, a line that is down and a page nobody can reach are told', { timeout: 240_000 }, async () => {
  const officer = await newOfficer('Officer of bad luck', 'Patrol 13');
  const page = await openPhones('en', demo.url);
  await page.getByTestId('phones-search').fill(officer.name);
  const row = rowOf(page, officer);
  const codes = '**/api/enrolments';

  // Without a net no code is made, and it can be asked for again.
  await page.route(codes, (route) => route.abort());
  await row.getByTestId('enrol').click();
  await stageOf(page, 'failed').getByRole('alert').filter({ hasText: 'does not answer' }).waitFor();
  assert.deepEqual(await faultsOfAccess(page, 'no code'), []);
  await page.unroute(codes);

  // A code of three seconds: it goes, and another one is asked for.
  await page.route(codes, async (route) => {
    const answer = await route.fetch();
    const soon = new Date(Date.now() + 3_000).toISOString();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), expires_at: soon } });
  });
  await page.getByTestId('enrol-again').click();
  await stageOf(page, 'shown').waitFor();
  // This page was opened at an address of this machine alone.
  await page.getByTestId('enrol-this-machine').filter({ hasText: demo.url }).waitFor();
  const first = await textOf(page);
  await stageOf(page, 'expired').waitFor();
  await shot(page, 'enrolling-expired');
  assert.equal(await page.getByTestId('enrol-qr').count(), 0, 'a code past its time is still shown');
  assert.deepEqual(await faultsOfAccess(page, 'a code past its time'), []);
  await page.unroute(codes);
  await page.getByTestId('enrol-again').click();
  await stageOf(page, 'shown').waitFor();
  const second = await textOf(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByTestId('enrol-copy').click();
  await page.getByTestId('enrol-dialog').getByText('Copied', { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), second);
  assert.notEqual(second, first);
  await assert.rejects(enrolPhone(demo.url, first, 'too late'), /code_unknown/, 'the first code still enrols');

  // The line is down while the phone comes: the page says that it cannot know, then that it came.
  await page.route('**/api/phones', (route) => route.abort());
  await page.getByTestId('enrol-line-down').waitFor();
  await shot(page, 'enrolling-line-down');
  await enrolPhone(demo.url, second, 'HUAWEI');
  await page.unroute('**/api/phones');
  await stageOf(page, 'enrolled').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('enrol-dialog').waitFor({ state: 'detached' });

  // Not revoked is not told as revoked; by somebody else is.
  await page.route('**/api/phones/*', (route) => route.abort());
  await row.getByTestId('revoke').click();
  await row.getByTestId('revoke-sure').click();
  await page.locator('[data-testid="revoked"][data-revoked="failed"]', { hasText: 'can still sign in' }).waitFor();
  assert.equal(await row.getByTestId('phone-row').count(), 1);
  await page.unroute('**/api/phones/*');
  const administrator = await demo.token(demo.login('administrator'));
  const { id } = (await demo.api(demo.login('administrator'), 'GET', '/api/phones')).find(
    ({ person }) => person === officer.id,
  );
  const headers = { authorization: `Bearer ${administrator}` };
  assert.equal((await fetch(`${demo.url}/api/phones/${id}`, { method: 'DELETE', headers })).status, 204);
  await row.getByTestId('revoke-sure').click();
  await page.locator('[data-testid="revoked"][data-revoked="gone"]').waitFor();
  assert.equal(await row.getByTestId('phone-row').count(), 0);
  assert.deepEqual(page.faults, []);
});

test('only administrators see phones, and only officers are given one', { timeout: 120_000 }, async () => {
  const page = await openPage(browser, demo.url, VIEWPORT);
  await signIn(page, demo.login('dispatcher'));
  await page.getByTestId('page-report').waitFor();
  await page.getByTestId('unit-row').first().waitFor();
  assert.equal(await page.getByTestId('page-phones').count(), 0);
  await assert.rejects(demo.api(demo.login('dispatcher'), 'GET', '/api/phones'), /403/);

  const phones = await openPhones('en', demo.url);
  const people = await demo.api(demo.login('administrator'), 'GET', '/api/people');
  const leader = rowOf(phones, people.find(({ role }) => role === 'leader'));
  await leader.filter({ hasText: 'No officer' }).waitFor();
  assert.equal(await leader.getByTestId('enrol').count(), 0);

  // With a page more in its bar, a small screen still has the key at its end.
  await phones.setViewportSize(SMALL);
  const { x, width } = await phones.getByRole('button', { name: 'Sign out' }).boundingBox();
  assert.ok(x + width <= SMALL.width, `the bar ends at ${x + width}`);
  await shot(phones, 'phones-small');
  assert.deepEqual([...page.faults, ...phones.faults], []);
});
