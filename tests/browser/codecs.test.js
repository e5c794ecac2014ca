/** A camera sends in a codec that not everybody decodes: who does sees it, who does not is told why, and what mends it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOfAccess } from './harness/axe.js';
import { emptyPage, signIn } from './harness/browser.js';
import { moves } from './harness/moving.js';
import { setStage } from './harness/stage.js';
import { SOON_MS, until } from './harness/waiting.js';

const VIEWPORT = { viewport: { width: 1600, height: 900 } };
const WORDS = {
  en: { tile: /^This browser does not decode VP9\. Use one that does/, key: /The hall does not record VP9: sound only/ },
  zh: { tile: /^此浏览器无法解码 VP9 画面。/, key: /大厅无法录制 VP9 画面，只录声音/ },
};

const stage = setStage({ demo: { units: 6, cameras: 0 }, browser: { webgl: false } });

/** Leaves VP9 out of what the page says it decodes, as a browser without that decoder does. */
function withoutVp9() {
  const given = RTCRtpReceiver.getCapabilities;
  RTCRtpReceiver.getCapabilities = (kind) => {
    const all = given.call(RTCRtpReceiver, kind);
    return { ...all, codecs: all.codecs.filter(({ mimeType }) => !/vp9/i.test(mimeType)) };
  };
}

async function openSeat(role, language, before) {
  const page = await emptyPage(stage.browser, stage.demo.url, VIEWPORT, language);
  if (before) await page.addInitScript(before);
  await page.goto(stage.demo.url);
  await signIn(page, stage.demo.login(role));
  await page.getByTestId('unit-row').first().waitFor();
  return page;
}

/** A unit's camera by somebody else's WHIP client, which sends VP9 alone. */
async function film(officer) {
  const page = await emptyPage(stage.browser, stage.demo.url, VIEWPORT);
  await page.goto(`${stage.demo.url}/field`);
  const token = await stage.demo.token(officer);
  const status = await page.evaluate(
    async ({ path, token }) => {
      const canvas = new OffscreenCanvas(320, 180);
      const pen = canvas.getContext('2d');
      const track = new MediaStreamTrackGenerator({ kind: 'video' });
      const writer = track.writable.getWriter();
      let n = 0;
      setInterval(async () => {
        pen.fillStyle = `hsl(${(n * 40) % 360} 80% 50%)`;
        pen.fillRect(0, 0, 320, 180);
        n += 1;
        await writer.write(new VideoFrame(canvas, { timestamp: performance.now() * 1000 }));
      }, 66);
      const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      globalThis.kept = [pc, writer];
      const video = pc.addTransceiver(track, { direction: 'sendonly' });
      const { codecs } = RTCRtpSender.getCapabilities('video');
      video.setCodecPreferences(codecs.filter(({ mimeType }) => /vp9/i.test(mimeType)));
      await pc.setLocalDescription();
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' };
      const answer = await fetch(path, { method: 'POST', headers, body: pc.localDescription.sdp });
      await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
      return answer.status;
    },
    { path: `/whip/${officer.unit}`, token },
  );
  assert.equal(status, 201);
  return page;
}

/** What the hall answers to somebody whose offer takes H.264 alone. */
function watchedInH264(page, unit, token) {
  return page.evaluate(
    async ({ path, token }) => {
      const pc = new RTCPeerConnection();
      const { codecs } = RTCRtpReceiver.getCapabilities('video');
      const video = pc.addTransceiver('video', { direction: 'recvonly' });
      video.setCodecPreferences(codecs.filter(({ mimeType }) => /h264/i.test(mimeType)));
      await pc.setLocalDescription();
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' };
      const answer = await fetch(path, { method: 'POST', headers, body: pc.localDescription.sdp });
      pc.close();
      return { status: answer.status, fault: await answer.json() };
    },
    { path: `/whep/${unit}`, token },
  );
}

const rowOf = (page, unit) => page.locator(`[data-testid="unit-row"][data-unit-id="${unit}"][data-live="true"]`);

async function shot(page, name) {
  if (process.env.YIKE_SHOTS) await page.screenshot({ path: `${process.env.YIKE_SHOTS}/${name}.png` });
}

test('who decodes VP9 sees it; who does not, and who records it, is told so with the cure', {
  timeout: 300_000,
}, async () => {
  const officer = stage.demo.login('officer');
  const camera = await film(officer);
  const seeing = await openSeat('leader', 'en');
  await rowOf(seeing, officer.unit).click();
  await moves(seeing.getByTestId('live-tile'));

  const refused = await watchedInH264(camera, officer.unit, await stage.demo.token(stage.demo.login('leader')));
  assert.equal(refused.status, 406);
  assert.equal(refused.fault.code, 'offer_lacks_codec');
  assert.match(refused.fault.message, /sent in VP9/);

  for (const [language, words] of Object.entries(WORDS)) {
    const page = await openSeat('dispatcher', language, withoutVp9);
    await rowOf(page, officer.unit).click();
    const tile = page.locator('figure[data-picture="undecodable"]');
    await tile.waitFor();
    assert.match(await tile.getByRole('status').innerText(), words.tile);
    if (language === 'en') await tile.getByTestId('record').click();
    const told = tile.getByTestId('unreadable');
    await told.waitFor();
    assert.match(await told.innerText(), words.key);
    await shot(page, `undecodable-${language}`);
    assert.deepEqual(await faultsOfAccess(page, 'a picture that cannot be decoded'), []);
    await page.getByTestId('page-wall').click();
    await page.getByTestId('wall-4').click();
    const cell = page.locator(`[data-testid="wall-cell"][data-unit-id="${officer.unit}"] figure[data-picture="undecodable"]`);
    await cell.waitFor();
    await shot(page, `undecodable-wall-${language}`);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
  await moves(seeing.getByTestId('live-tile'));
  await camera.context().close();
  await until(SOON_MS, 'the picture to end', async () => (await rowOf(seeing, officer.unit).count()) === 0);
});
