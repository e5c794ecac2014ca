/** Where no UDP gets through, a camera is sent, seen alone and seen on a wall over TCP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyPage, signIn } from './harness/browser.js';
import { pathsOf, rememberCalls } from './harness/calls.js';
import { moves } from './harness/moving.js';
import { setStage } from './harness/stage.js';
import { SOON_MS, until } from './harness/waiting.js';

const VIEWPORT = { viewport: { width: 1600, height: 900 } };
const PERMISSIONS = { permissions: ['camera', 'microphone'] };

const stage = setStage({ demo: { units: 6, cameras: 1 }, browser: { webgl: false } });
const town = () => stage.demo.login('town_desk').town;

/** A page that never learns of the hall's UDP ports. */
async function openWithoutUdp(role) {
  const page = await emptyPage(stage.browser, stage.demo.url, { ...VIEWPORT, ...PERMISSIONS });
  await rememberCalls(page);
  await page.addInitScript(() => {
    const { prototype } = RTCPeerConnection;
    const real = prototype.setRemoteDescription;
    prototype.setRemoteDescription = function withoutUdp({ type, sdp }) {
      const isUdp = (line) => /^a=candidate:\S+ \d+ udp /i.test(line);
      const kept = sdp.split('\r\n').filter((line) => !isUdp(line));
      return real.call(this, { type, sdp: kept.join('\r\n') });
    };
  });
  await page.goto(stage.demo.url);
  await signIn(page, stage.demo.login(role));
  await page.getByTestId('unit-row').first().waitFor();
  return page;
}

/** The protocols, at both ends, of the chosen path of every open call. */
async function protocolsOf(page) {
  const said = ({ protocol, tcpType }) => `${protocol} ${tcpType}`;
  return (await pathsOf(page)).map(({ local, remote }) => `${said(local)}, ${said(remote)}`);
}

/** What the hall has counted under a name. */
async function counted(name) {
  const text = await stage.demo.bytes(stage.demo.login('administrator'), '/metrics');
  const line = text.toString().match(new RegExp(`^\\S*${name}(?:_total)? (\\d+)$`, 'm'));
  assert.ok(line, `${name} in ${text}`);
  return Number(line[1]);
}

test('a desk’s camera goes to a leader’s page and to a wall without a single datagram', { timeout: 300_000 }, async () => {
  const [desk, leader] = [await openWithoutUdp('town_desk'), await openWithoutUdp('leader')];
  await desk.getByTestId('desk-camera-show').click();
  await desk.locator('[data-testid="desk-camera"][data-camera="live"]').waitFor();
  await leader.getByTestId('live-desks').getByRole('button').click();
  const picture = leader.getByTestId('desk-picture');
  await moves(picture.getByTestId('live-tile'));

  assert.deepEqual(await protocolsOf(desk), ['tcp active, tcp passive']);
  assert.deepEqual(await protocolsOf(leader), ['tcp active, tcp passive']);
  assert.ok((await counted('media_tcp_connections')) >= 2);
  await picture.getByRole('button', { name: 'Close the desk’s picture' }).click();

  await leader.getByTestId('page-wall').click();
  await leader.getByTestId('wall-4').click();
  const cell = leader.locator(`[data-testid="wall-cell"][data-unit-id="${town()}"]`);
  await cell.waitFor();
  await moves(cell.getByTestId('live-tile'));
  assert.deepEqual([...new Set(await protocolsOf(leader))], ['tcp active, tcp passive']);
  assert.equal(await counted('media_tcp_hung_up'), 0);

  // Who leaves leaves no connection behind.
  await Promise.all([desk.context().close(), leader.context().close()]);
  await until(SOON_MS, 'the connections to end', async () => (await counted('media_tcp_connections')) === 0);
});
