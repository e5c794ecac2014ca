/** A clip from an officer's camera is seen in the hall; one that is too big, or none, is refused in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOfAccess } from './harness/axe.js';
import { looked, meetOn, messagesOf, shot } from './harness/meeting.js';
import { setStage } from './harness/stage.js';
import { SOON_MS, until } from './harness/waiting.js';

const MOST_BYTES = 16 * 1024 * 1024;
const WORDS = {
  en: { big: 'A clip has at most 16 MB', bad: 'This clip cannot be played' },
  zh: { big: '视频不能超过 16 MB', bad: '无法播放这段视频' },
};

// Without pretend officers nobody else gives these ones orders.
const stage = setStage({ demo: { units: 0, cameras: 0 }, browser: { webgl: false } });

for (const [number, language] of ['en', 'zh'].entries()) {
  test(`a clip taken off the net is played in the hall (${language})`, { timeout: 300_000 }, async () => {
    const { phone, seat, id, dispatcher } = await meetOn(stage, number, language);
    const said = WORDS[language];
    await choose(phone, Buffer.alloc(MOST_BYTES + 1));
    await phone.getByRole('alert').filter({ hasText: said.big }).waitFor();
    await choose(phone, Buffer.from('\0\0\0\x18ftypisom and nothing that moves'));
    await phone.getByRole('alert').filter({ hasText: said.bad }).waitFor();

    await phone.context().setOffline(true);
    await phone.locator('[data-testid="field-link"]', { hasText: /Offline|断线/ }).waitFor();
    const clip = await film(phone);
    await choose(phone, clip);
    await phone.locator('[data-testid="attach"][data-state="attached"] video').waitFor();
    await shot(phone, `clips-attached-${language}`);
    await phone.getByTestId('message-send').click();
    const own = await looked(phone, 1, 'sending');
    assert.equal(await own.getAttribute('data-kind'), 'clip');
    await phone.context().setOffline(false);

    const seen = await looked(seat, 1, 'here');
    const video = seen.getByTestId('clip');
    await video.evaluate((video) => video.play());
    await until(SOON_MS, 'the clip to play', () => video.evaluate((video) => video.currentTime > 0.5));
    assert.deepEqual(await video.evaluate((video) => [video.videoWidth, video.videoHeight]), [320, 240]);
    await shot(seat, `clips-seat-${language}`);
    await shot(phone, `clips-field-${language}`);
    const faults = [await faultsOfAccess(seat, 'a clip'), await faultsOfAccess(phone, 'an own clip')];

    const [{ text, attachment }] = await messagesOf(stage, dispatcher, id);
    assert.deepEqual([text, attachment.media_type, attachment.bytes], ['', 'video/mp4', clip.length]);
    assert.deepEqual(await stage.demo.bytes(dispatcher, `/api/attachments/${attachment.sha256}`), untimed(clip));
    assert.notDeepEqual(untimed(clip), clip, 'the browser wrote when it was filmed');
    await stage.demo.api(dispatcher, 'POST', `/api/orders/${id}/close`);
    assert.deepEqual([...faults.flat(), ...phone.faults, ...seat.faults], []);
  });
}

/** `clip` without when it was made and what its handlers are called (ISO/IEC 14496-12 sections 8.2.2, 8.3.2, 8.4.2, 8.4.3). */
function untimed(clip) {
  const bytes = Buffer.from(clip);
  const namesOf = function* (name) {
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 4)) yield at;
  };
  for (const name of ['mvhd', 'tkhd', 'mdhd']) {
    for (const at of namesOf(name)) bytes.fill(0, at + 8, at + (bytes[at + 4] === 1 ? 24 : 16));
  }
  for (const at of namesOf('hdlr')) bytes.fill(0, at + 28, at - 4 + bytes.readUInt32BE(at - 4));
  return bytes;
}

/** Chooses `bytes` as the camera's clip. */
async function choose(page, buffer) {
  await page.getByTestId('attach-photo').setInputFiles({ name: 'clip.mp4', mimeType: 'video/mp4', buffer });
}

/** Two seconds of something that moves, as MP4 of a codec that this browser writes. */
async function film(page) {
  const written = await page.evaluate(async () => {
    const kinds = ['video/mp4;codecs=avc1.42E01E', 'video/mp4;codecs=vp09.00.10.08', 'video/mp4'];
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const pen = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(15), {
      mimeType: kinds.find((kind) => MediaRecorder.isTypeSupported(kind)),
    });
    const pieces = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const stopped = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    for (let at = 0; at < 30; at += 1) {
      pen.fillStyle = `hsl(${at * 12} 80% 50%)`;
      pen.fillRect(0, 0, 320, 240);
      await new Promise((resolve) => setTimeout(resolve, 66));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(written, 'base64');
}
