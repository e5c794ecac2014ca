/** The hall talks to an officer and hears the answer: by a held key, one voice at a time, with real sound. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyPage, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';
import { SOON_MS, until } from './harness/waiting.js';

const START = { latitude: 47.1405, longitude: 9.5209, accuracy: 8 };
const PERMISSIONS = { permissions: ['geolocation', 'microphone'], geolocation: START };

const stage = setStage({ browser: { webgl: false } });

/** A page whose connections can be asked what they hear. */
async function listening(path, options) {
  const page = await emptyPage(stage.browser, stage.demo.url, { ...PERMISSIONS, ...options });
  await page.addInitScript(() => {
    const connections = [];
    const Real = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Real {
      constructor(...given) {
        super(...given);
        connections.push(this);
      }
    };
    window.energyHeard = async () => {
      let energy = 0;
      for (const connection of connections) {
        if (connection.connectionState !== 'connected') continue;
        for (const one of (await connection.getStats()).values()) {
          if (one.type === 'inbound-rtp' && one.kind === 'audio') energy += one.totalAudioEnergy ?? 0;
        }
      }
      return energy;
    };
  });
  await page.goto(`${stage.demo.url}${path}`);
  return page;
}

async function mustHear(page, what) {
  const before = await page.evaluate(() => window.energyHeard());
  await until(SOON_MS, what, async () => (await page.evaluate(() => window.energyHeard())) > before + 1e-6);
}

async function hold(page) {
  const key = page.getByTestId('hold-to-talk');
  await until(SOON_MS, 'the key to be ready', () => key.isEnabled());
  const { x, y, width, height } = await key.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  return key;
}

test('the hall talks to an officer, who answers; a leader takes the floor', { timeout: 240_000 }, async () => {
  const officer = stage.demo.login('officer');
  const phone = await listening('/field', { viewport: { width: 360, height: 640 } });
  await signIn(phone, officer);
  await phone.getByTestId('field-talk-open').click();
  await phone.locator('[data-testid="field-talk"][data-sound="live"]').waitFor();
  const seat = await listening('/', { viewport: { width: 1600, height: 900 } });
  await signIn(seat, stage.demo.login('dispatcher'));
  await seat.getByTestId('talk-open').click();
  await seat.locator('[data-testid="talk-bar"][data-sound="live"]').waitFor();

  await hold(seat);
  await seat.locator('[data-testid="hold-to-talk"][data-talk="granted"]').waitFor();
  await phone.getByTestId('talk-state').getByText('(Dispatcher)').waitFor();
  await mustHear(phone, 'the officer to hear the dispatcher');
  if (process.env.YIKE_SHOTS) await seat.screenshot({ path: `${process.env.YIKE_SHOTS}/talk-seat.png` });
  if (process.env.YIKE_SHOTS) await phone.screenshot({ path: `${process.env.YIKE_SHOTS}/talk-field.png` });

  const leader = await listening('/', { viewport: { width: 1600, height: 900 } });
  await signIn(leader, stage.demo.login('leader'));
  await leader.getByTestId('talk-open').click();
  await leader.locator('[data-testid="talk-bar"][data-sound="live"]').waitFor();
  await hold(leader);
  await leader.locator('[data-testid="hold-to-talk"][data-talk="granted"]').waitFor();
  await seat.getByTestId('talk-state').getByText('Taken by somebody who comes first').waitFor();
  await leader.mouse.up();
  await seat.mouse.up();

  await hold(phone);
  await phone.locator('[data-testid="hold-to-talk"][data-talk="granted"]').waitFor();
  await mustHear(seat, 'the dispatcher to hear the officer');
  await seat.getByTestId('talk-state').getByText('(Officer)').waitFor();
  await phone.mouse.up();
  await phone.locator('[data-testid="hold-to-talk"][data-talk="idle"]').waitFor();

  // The space bar is a key as well, but for those who type.
  await seat.locator('body').click({ position: { x: 5, y: 5 } });
  await seat.keyboard.down(' ');
  await seat.locator('[data-testid="hold-to-talk"][data-talk="granted"]').waitFor();
  await seat.keyboard.up(' ');
  await seat.locator('[data-testid="hold-to-talk"][data-talk="idle"]').waitFor();
  for (const page of [phone, seat, leader]) assert.deepEqual(page.faults, []);
});
