/** A town's desk shows its camera: leaders see it on the map's page, on the wall and in a call; nobody else does. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { faultsOfAccess } from './harness/axe.js';
import { emptyPage, signIn } from './harness/browser.js';
import { callsOf, rememberCalls } from './harness/calls.js';
import { moves } from './harness/moving.js';
import { setStage } from './harness/stage.js';
import { SOON_MS, until } from './harness/waiting.js';

const VIEWPORT = { viewport: { width: 1600, height: 900 } };
/** In this time what would end a call has ended it. */
const NO_MORE_MS = 1_000;
const PERMISSIONS = { permissions: ['camera', 'microphone'] };

const stage = setStage({ demo: { units: 6, cameras: 1 }, browser: { webgl: false } });
const town = () => stage.demo.login('town_desk').town;

async function openSeat(role, { language = 'en', before } = {}) {
  const page = await emptyPage(stage.browser, stage.demo.url, { ...VIEWPORT, ...PERMISSIONS }, language);
  await rememberCalls(page);
  if (before) await page.addInitScript(before);
  await page.goto(stage.demo.url);
  await signIn(page, stage.demo.login(role));
  await page.getByTestId('unit-row').first().waitFor();
  return page;
}

const cameraOf = (page, is) => page.locator(`[data-testid="desk-camera"][data-camera="${is}"]`).waitFor();

async function shot(page, name) {
  if (process.env.YIKE_SHOTS) await page.screenshot({ path: `${process.env.YIKE_SHOTS}/${name}.png` });
}

/** What the hall answers to somebody who wants to watch a desk, or to publish in its place. */
async function askedBy(login, door, desk = town()) {
  const token = await stage.demo.token(login);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' };
  const answer = await fetch(`${stage.demo.url}/${door}/${desk}`, { method: 'POST', headers, body: 'v=0' });
  return answer.status;
}

const asked = (role, door) => askedBy(stage.demo.login(role), door);

/** The login of a desk in a town that is new. */
async function anotherDesk() {
  const administrator = stage.demo.login('administrator');
  const { id } = await stage.demo.api(administrator, 'POST', '/api/towns', { name: 'Werdenberg' });
  const login = { name: 'desk-werdenberg', password: 'another desk of the stories' };
  const person = { ...login, role: 'town_desk', town: id };
  await stage.demo.api(administrator, 'POST', '/api/people', person);
  return person;
}

test('a leader sees a town’s desk beside the lists, on the wall and in a call, and the desk knows', {
  timeout: 300_000,
}, async () => {
  const [desk, leader] = [await openSeat('town_desk'), await openSeat('leader')];
  await desk.getByTestId('desk-camera-show').click();
  await cameraOf(desk, 'live');
  await leader.getByText(/^The desk of .+ shows its camera$/).waitFor();
  // Nobody looks: nothing is encoded.
  await desk.getByText('Nobody watches: sending rests until somebody does').waitFor();

  await leader.getByTestId('live-desks').getByRole('button').click();
  const picture = leader.getByTestId('desk-picture');
  await moves(picture.getByTestId('live-tile'));
  const watched = desk.getByTestId('desk-watched');
  await until(SOON_MS, 'one watcher', async () => (await watched.getAttribute('data-watchers')) === '1');
  assert.match(await watched.innerText(), /leader.*watches since \d\d:\d\d/i);
  assert.deepEqual(await faultsOfAccess(desk, 'a desk that is shown'), []);
  assert.deepEqual(await faultsOfAccess(leader, 'a desk that is seen'), []);
  await shot(desk, 'desk-camera-en');
  await shot(leader, 'desk-seen-en');
  await picture.getByRole('button', { name: 'Close the desk’s picture' }).click();

  // It comes to the wall by itself, before the units.
  await leader.getByTestId('page-wall').click();
  await leader.getByTestId('wall-4').click();
  const cell = leader.locator(`[data-testid="wall-cell"][data-unit-id="${town()}"]`);
  await cell.waitFor();
  await moves(cell.getByTestId('live-tile'));
  await shot(leader, 'desk-wall-en');
  await leader.getByTestId('page-map').click();

  // A call opens its picture.
  for (const page of [desk, leader]) {
    await page.getByTestId('talk-open').click();
    await page.locator('[data-testid="talk-bar"][data-sound="live"]').waitFor();
  }
  await leader.getByTestId('talk-group').selectOption(`town ${town()}`);
  // A call takes the place of the held key: to let go of that then, as of what went from the screen, does not end it.
  await leader.locator('body').click({ position: { x: 5, y: 5 } });
  await leader.keyboard.down(' ');
  await leader.locator('[data-testid="hold-to-talk"][data-talk="granted"]').waitFor();
  await leader.getByTestId('call').click();
  await leader.getByTestId('hang-up').waitFor();
  await leader.keyboard.up(' ');
  await leader.waitForTimeout(NO_MORE_MS);
  assert.ok(await leader.getByTestId('hang-up').isVisible(), 'the call goes on');
  await moves(picture.getByTestId('live-tile'));
  await desk.getByRole('button', { name: 'Answer' }).click();
  await shot(leader, 'desk-call-en');
  await shot(desk, 'desk-called-en');

  // Who leaves is seen no more, and leaves no connection behind.
  await leader.getByTestId('hang-up').click();
  await desk.getByRole('button', { name: 'Sign out' }).click();
  await picture.getByText('The desk shows no camera').waitFor();
  await leader.getByTestId('live-desks').waitFor({ state: 'detached' });
  const open = (await callsOf(desk)).filter(({ closed }) => !closed);
  assert.equal(open.length, 0, 'no connection of the desk is left');
  for (const page of [desk, leader]) assert.deepEqual(page.faults, []);
});

test('it ends with the page, and comes back with it', { timeout: 240_000 }, async () => {
  const [desk, leader] = [await openSeat('town_desk', { language: 'zh' }), await openSeat('leader', { language: 'zh' })];
  await desk.getByTestId('desk-camera-show').click();
  await cameraOf(desk, 'live');
  await leader.getByTestId('live-desks').getByRole('button').click();
  const picture = leader.getByTestId('desk-picture');
  await moves(picture.getByTestId('live-tile'));
  await until(SOON_MS, 'one watcher', async () => (await desk.getByTestId('desk-watched').getAttribute('data-watchers')) === '1');
  await shot(desk, 'desk-camera-zh');
  await shot(leader, 'desk-seen-zh');

  // A second seat of the town would take the stream from the first.
  const second = await openSeat('town_desk', { language: 'zh' });
  await second.getByTestId('desk-camera-show').click();
  await second.getByText('大厅未接受画面：本街镇的另一席位正在展示摄像头，请先在那里关闭。').waitFor();
  await shot(second, 'desk-second-zh');
  await moves(picture.getByTestId('live-tile'));

  await desk.reload();
  await picture.getByText('值守席未开启摄像头').waitFor();
  await second.getByTestId('desk-camera-again').click();
  await cameraOf(second, 'live');
  await moves(picture.getByTestId('live-tile'));
  await second.context().close();
  await picture.getByText('值守席未开启摄像头').waitFor();
  for (const page of [desk, leader]) assert.deepEqual(page.faults, []);
});

test('only the desk itself shows its camera, and only those who may see the town watch', async () => {
  assert.equal(await asked('leader', 'whep'), 400, 'a leader may, with a better offer');
  assert.equal(await asked('dispatcher', 'whep'), 400);
  assert.equal(await asked('officer', 'whep'), 403);
  const other = await anotherDesk();
  assert.equal(await askedBy(other, 'whep', other.town), 400, 'its own it may, with a better offer');
  assert.equal(await askedBy(other, 'whep'), 404, 'another town’s desk learns nothing');
  assert.equal(await askedBy(other, 'whip'), 403, 'another town’s desk cannot publish in its place');
  for (const role of ['leader', 'dispatcher', 'officer', 'administrator']) {
    assert.equal(await asked(role, 'whip'), 403, `${role} cannot publish in the desk's place`);
  }
  const stranger = await fetch(`${stage.demo.url}/whep/${town()}`, { method: 'POST', body: 'v=0' });
  assert.equal(stranger.status, 401);
});

for (const [error, zh, en] of [
  ['NotAllowedError', /^浏览器未允许使用摄像头。/, /^The browser did not allow the camera\./],
  ['NotFoundError', /^本机没有摄像头。/, /^This machine has no camera\./],
  ['NotReadableError', /^摄像头正被其他程序占用/, /^Another program has the camera/],
]) {
  test(`what keeps a camera from being shown is said: ${error}`, { timeout: 120_000 }, async () => {
    for (const [language, words] of Object.entries({ zh, en })) {
      const desk = await openSeat('town_desk', {
        language,
        before: `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '${error}'));`,
      });
      await desk.getByTestId('desk-camera-show').click();
      await cameraOf(desk, 'failed');
      assert.match(await desk.getByTestId('desk-camera').getByRole('status').innerText(), words);
      await shot(desk, `desk-${error}-${language}`);
      assert.deepEqual(desk.faults, []);
      await desk.context().close();
    }
  });
}

/** Leaves only VP8 of what the page may send, as a browser without an encoder for H.264 does. */
const ONLY_VP8 = `{
  const given = RTCRtpSender.getCapabilities;
  const others = /^video\\/(?!vp8|rtx)/i;
  RTCRtpSender.getCapabilities = (kind) => {
    const all = given.call(RTCRtpSender, kind);
    return { ...all, codecs: all.codecs.filter(({ mimeType }) => !others.test(mimeType)) };
  };
  const prefer = RTCRtpTransceiver.prototype.setCodecPreferences;
  RTCRtpTransceiver.prototype.setCodecPreferences = function (codecs) {
    prefer.call(this, codecs.filter(({ mimeType }) => !others.test(mimeType)));
  };
}`;

for (const [codec, before, words] of [
  ['h264', undefined, { language: 'zh', record: '录制', stop: '停止录制', list: '录像', play: /^播放 .+值守席 的录像$/ }],
  ['vp8', ONLY_VP8, { language: 'en', record: 'Record', stop: 'Stop recording', list: 'Recordings', play: /^Play the recording of .*desk/i }],
]) {
  test(`a dispatcher has a desk recorded in ${codec}, takes a still of it and plays it`, { timeout: 240_000 }, async () => {
    const desk = await openSeat('town_desk', { before });
    const page = await openSeat('dispatcher', { language: words.language });
    await desk.getByTestId('desk-camera-show').click();
    await cameraOf(desk, 'live');
    await page.getByTestId('live-desks').getByRole('button').click();
    const picture = page.getByTestId('desk-picture');
    await moves(picture.getByTestId('live-tile'));

    const dispatcher = stage.demo.login('dispatcher');
    const recordings = () => stage.demo.api(dispatcher, 'GET', `/api/recordings?desk=${town()}`);
    const known = (await recordings()).length;
    const key = picture.getByTestId('record');
    assert.ok((await key.getAttribute('aria-label')).startsWith(`${words.record} `));
    await key.click();
    await picture.locator('[data-testid="record"][aria-pressed="true"]').waitFor();
    assert.ok((await key.getAttribute('aria-label')).startsWith(`${words.stop} `));
    const [begun] = await until(SOON_MS, 'the recording', async () => {
      const all = await recordings();
      return all.length === known + 1 && all[0].plays_ms > 3_000 && all;
    });
    assert.deepEqual([begun.desk, begun.unit, begun.by_hand, begun.ended_at], [town(), null, true, null]);

    const headers = { authorization: `Bearer ${await stage.demo.token(dispatcher)}` };
    const still = await fetch(`${stage.demo.url}/api/desks/${town()}/still?width=320`, { headers });
    assert.deepEqual([still.status, still.headers.get('content-type')], [200, 'image/jpeg']);
    assert.equal(Buffer.from(await still.arrayBuffer()).subarray(0, 3).toString('hex'), 'ffd8ff');

    await key.click();
    await picture.locator('[data-testid="record"][aria-pressed="false"]').waitFor();
    const ended = await until(SOON_MS, 'its end', async () => {
      const found = (await recordings()).find(({ id }) => id === begun.id);
      return found.ended_at && found;
    });
    const file = await fetch(`${stage.demo.url}/recordings/${begun.id}.mp4`, { headers });
    assert.equal(probed(Buffer.from(await file.arrayBuffer())), codec);

    await picture.getByTestId('desk-recordings').locator('summary', { hasText: words.list }).click();
    await picture.getByRole('button', { name: words.play }).first().click();
    const video = picture.getByTestId('recording-video');
    const end = await until(SOON_MS + ended.plays_ms, 'it to be played to its end', () =>
      video.evaluate((element) => element.ended && element.videoWidth > 0 && element.currentTime),
    );
    console.log(`${codec}: played to ${end} s of ${ended.plays_ms} ms recorded`);
    assert.ok(Math.abs(end - ended.plays_ms / 1000) < 1, `it ended at ${end} s`);
    const frames = await video.evaluate((element) => element.getVideoPlaybackQuality().totalVideoFrames);
    assert.ok(frames > 10, `${frames} pictures were shown`);
    await shot(page, `desk-recorded-${codec}`);
    for (const { faults } of [desk, page]) assert.deepEqual(faults, []);
  });
}

/** The codec of the pictures in a file that opens without a complaint. */
function probed(file) {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', '-'];
  const { status, stdout, stderr } = spawnSync('ffprobe', args, { input: file, encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
  return stdout.trim();
}
