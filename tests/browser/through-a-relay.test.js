/**
 * Where networks let media through by a relay alone, an officer is seen through coturn; who may use it, and until when,
 * is the hall's to say.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { emptyPage, leave, openBrowser, signIn } from './harness/browser.js';
import { pathsOf, rememberCalls } from './harness/calls.js';
import { makeCertificates } from './harness/certificates.js';
import { startHall } from './harness/hall.js';
import { moves } from './harness/moving.js';
import { passwordOf, startRelay } from './harness/relay.js';
import { SOON_MS, until } from './harness/waiting.js';

const SECRET = 'what the relay and the hall share';
const PASSWORD = 'a password for stories';
const HOUR_S = 3_600;
const DESKTOP = { viewport: { width: 1600, height: 900 } };
const PHONE = {
  viewport: { width: 360, height: 640 },
  isMobile: true,
  hasTouch: true,
  geolocation: { accuracy: 8, latitude: 47.141, longitude: 9.5209 },
  permissions: ['geolocation', 'camera', 'microphone'],
};
/** What a page says whose relay turns it away. */
const REFUSED = { en: /the relay turned this page away.*turn_secret/, zh: /中继服务器拒绝了本页.*turn_secret/ };

const folder = mkdtempSync(join(tmpdir(), 'yike-relay-'));
let certificates;
let browser;
let relay;
const halls = [];

before(async () => {
  certificates = makeCertificates(folder);
  relay = await startRelay(folder, SECRET);
  browser = await openBrowser({ webgl: false, home: certificates.home });
});
afterEach(() => Promise.all(browser?.contexts().map(leave) ?? []));
after(async () => {
  await browser?.close();
  for (const hall of halls) await hall.stop();
  await relay?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A hall that names the relay with `secret`, with one unit, its officer and a leader. */
async function hallWith(secret) {
  const own = mkdtempSync(join(folder, 'hall-'));
  const hall = await startHall(own, certificates, { turn: relay.url, turn_secret: secret });
  halls.push(hall);
  const administrator = await hall.signIn(hall.administrator);
  const town = await hall.call(administrator, 'POST', '/api/towns', { name: 'Vaduz' });
  const unit = await hall.call(administrator, 'POST', '/api/units', { name: 'Vaduz 1', town: town.id });
  const people = { officer: { role: 'officer', unit: unit.id }, leader: { role: 'leader' } };
  for (const [name, role] of Object.entries(people)) {
    await hall.call(administrator, 'POST', '/api/people', { name, password: PASSWORD, ...role });
  }
  return { hall, unit: unit.id };
}

/** A page of `name`, signed in; `relayed` is a network that lets media through by a relay alone. */
async function openSeat(hall, name, { language = 'en', relayed = true } = {}) {
  const page = await emptyPage(browser, hall.url, name === 'officer' ? PHONE : DESKTOP, language);
  if (relayed) await page.addInitScript(relayAlone);
  await rememberCalls(page);
  await page.goto(name === 'officer' ? `${hall.url}/field` : hall.url);
  await signIn(page, { name, password: PASSWORD });
  return page;
}

function relayAlone() {
  const Real = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Real {
    constructor(configuration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

async function goLive(phone) {
  await phone.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
  await phone.getByTestId('field-live').click();
}

const isLive = (phone) => phone.locator('[data-testid="field-live"][data-live="live"]').waitFor();
const watch = (page, unit) => page.locator(`[data-testid="unit-row"][data-unit-id="${unit}"][data-live="true"]`).click();

/** Where the chosen path of every open call begins. */
const beginnings = async (page) => (await pathsOf(page)).map(({ local }) => local.candidateType);

/** What a relay says to a browser with these credentials: the kinds of addresses it found, the errors it met. */
function gathered(page, iceServer) {
  return page.evaluate(async (server) => {
    const pc = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' });
    const met = { found: [], errors: [] };
    pc.onicecandidate = ({ candidate }) => candidate?.type && met.found.push(candidate.type);
    pc.onicecandidateerror = ({ errorCode }) => met.errors.push(errorCode);
    const complete = new Promise((resolve) => {
      pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && resolve();
    });
    pc.addTransceiver('audio');
    await pc.setLocalDescription();
    await complete;
    pc.close();
    return { found: [...new Set(met.found)], errors: [...new Set(met.errors)] };
  }, iceServer);
}

async function shot(page, name) {
  if (process.env.YIKE_SHOTS) await page.screenshot({ path: `${process.env.YIKE_SHOTS}/${name}.png` });
}

test('an officer is seen by a leader though both networks let media through by the relay alone', {
  timeout: 300_000,
}, async () => {
  const { hall, unit } = await hallWith(SECRET);
  const phone = await openSeat(hall, 'officer');
  await goLive(phone);
  await isLive(phone);
  const leader = await openSeat(hall, 'leader');
  await watch(leader, unit);
  await moves(leader.getByTestId('live-tile'));
  assert.deepEqual(await beginnings(phone), ['relay']);
  assert.deepEqual(await beginnings(leader), ['relay']);
  assert.deepEqual([...phone.faults, ...leader.faults], []);
});

test('the relay lets in whoever the hall signed in, for an hour, and nobody else', { timeout: 120_000 }, async () => {
  const [hall] = halls;
  const page = await openSeat(hall, 'officer', { relayed: false });
  await assert.rejects(hall.call(undefined, 'GET', '/api/media'), /401/);
  const officer = await hall.signIn({ name: 'officer', password: PASSWORD });
  const { ice_servers } = await hall.call(officer, 'GET', '/api/media');
  assert.equal(ice_servers.length, 1);
  const [{ urls, username, credential }] = ice_servers;
  assert.deepEqual(urls, [relay.url]);
  const [ends, person] = username.split(':');
  const left = Number(ends) - Date.now() / 1000;
  assert.ok(left > HOUR_S - 60 && left <= HOUR_S, `good for ${left} s`);
  assert.equal(credential, passwordOf(username, SECRET));

  const with_ = (username, credential) => gathered(page, { urls, username, credential });
  assert.deepEqual(await with_(username, credential), { found: ['relay'], errors: [] });
  // An hour later: the same person, the right secret, a time that has passed.
  const past = `${Math.floor(Date.now() / 1000) - 1}:${person}`;
  assert.deepEqual(await with_(past, passwordOf(past, SECRET)), { found: [], errors: [401] });
  // Nobody makes an hour of it by writing another time in front.
  const longer = `${Number(ends) + HOUR_S}:${person}`;
  assert.deepEqual(await with_(longer, credential), { found: [], errors: [401] });
  assert.deepEqual(page.faults, []);
});

test('a page whose relay turns it away says so, with who mends it', { timeout: 300_000 }, async () => {
  const { hall, unit } = await hallWith('another secret than the relay’s');
  for (const [language, words] of Object.entries(REFUSED)) {
    const told = (box) => until(SOON_MS, 'the words', async () => words.test(await box.first().innerText()));
    const phone = await openSeat(hall, 'officer', { language });
    await goLive(phone);
    await told(phone.getByTestId('field-picture').getByRole('status'));
    await shot(phone, `relay-refused-field-${language}`);
    await phone.context().close();

    const other = await openSeat(hall, 'officer', { language, relayed: false });
    await goLive(other);
    await isLive(other);
    const leader = await openSeat(hall, 'leader', { language });
    await watch(leader, unit);
    await told(leader.locator('figure[data-picture="lost"]').getByRole('status'));
    await shot(leader, `relay-refused-leader-${language}`);
    await other.context().close();
    assert.deepEqual([...phone.faults, ...other.faults, ...leader.faults], []);
  }
});
