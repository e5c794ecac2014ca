/** Hall and officer send each other photos and sound notes on an order, also over a net that comes and goes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOfAccess } from './harness/axe.js';
import { giveOrder, looked, meetOn, messagesOf, shot } from './harness/meeting.js';
import { setStage } from './harness/stage.js';
import { SOON_MS, until } from './harness/waiting.js';

// Without pretend officers nobody else gives these ones orders.
const stage = setStage({ demo: { units: 0, cameras: 0 }, browser: { webgl: false } });

for (const [number, language] of ['en', 'zh'].entries()) {
  test(`a photo and a sound note reach the officer, a photo taken off the net the hall (${language})`, {
    timeout: 300_000,
  }, async () => {
    const { phone, seat, id, dispatcher } = await meetOn(stage, number, language);

    // A photo with words.
    await attachPhoto(seat, '#c2410c');
    await seat.getByTestId('message-text').fill('The gate. 大门。');
    await seat.getByTestId('message-send').click();
    const photo = await looked(phone, 1, 'here');
    assert.deepEqual(await sizeOf(photo.locator('button img')), [1600, 1200]);
    await photo.getByTestId('photo').click();
    await photo.getByTestId('photo-large').locator('img').waitFor();
    assert.deepEqual(await sizeOf(photo.locator('dialog img')), [1600, 1200]);
    const faults = [await faultsOfAccess(phone, 'a photo opened large')];
    await shot(phone, `attachments-large-${language}`);
    await phone.keyboard.press('Escape');
    await photo.getByTestId('photo-large').waitFor({ state: 'hidden' });
    await seat.locator('[data-testid="message"][data-state="read"]').waitFor();

    // A sound note without words: one is thrown away, one is listened to and sent.
    await speak(seat, 1_000);
    await seat.getByTestId('note-discard').click();
    await seat.getByTestId('attach-note').waitFor();
    await speak(seat, 2_500);
    faults.push(await faultsOfAccess(seat, 'a sound note being recorded'));
    await shot(seat, `attachments-recording-${language}`);
    await seat.getByTestId('note-stop').click();
    await play(seat.getByTestId('attach'));
    await shot(seat, `attachments-attached-${language}`);
    await seat.getByTestId('message-send').click();
    const note = await looked(phone, 2, 'here');
    assert.equal(await note.getAttribute('data-kind'), 'sound');
    assert.ok((await play(note)) > 2_000);
    await phone.locator('[data-testid="messages"][data-unread="0"]').waitFor();
    await shot(phone, `attachments-field-${language}`);
    faults.push(await faultsOfAccess(phone, 'messages with a photo and a sound note'));

    // Off the net a photo waits beside its message, and both are there when it is back.
    await phone.context().setOffline(true);
    await phone.locator('[data-testid="field-link"]', { hasText: /Offline|断线/ }).waitFor();
    await attachPhoto(phone, '#15803d');
    await phone.getByTestId('message-send').click();
    await phone.locator('[data-testid="message"][data-state="waiting"]').waitFor();
    const own = await looked(phone, 3, 'sending');
    assert.deepEqual(await sizeOf(own.locator('button img')), [1600, 1200]);
    await shot(phone, `attachments-waiting-${language}`);
    assert.equal((await messagesOf(stage, dispatcher, id)).length, 2);
    await phone.context().setOffline(false);
    const seen = await looked(seat, 3, 'here');
    assert.deepEqual(await sizeOf(seen.locator('button img')), [1600, 1200]);
    await phone.locator('[data-testid="attachment"][data-state="sending"]').waitFor({ state: 'detached' });
    await shot(seat, `attachments-seat-${language}`);
    faults.push(await faultsOfAccess(seat, 'an order with photos and a sound note'));

    const [first, second, third] = await messagesOf(stage, dispatcher, id);
    assert.deepEqual(
      [first, second, third].map(({ text, attachment }) => [text, attachment.media_type]),
      [
        ['The gate. 大门。', 'image/jpeg'],
        ['', 'audio/webm'],
        ['', 'image/jpeg'],
      ],
    );
    const bytes = await stage.demo.bytes(dispatcher, `/api/attachments/${third.attachment.sha256}`);
    assert.equal(bytes.length, third.attachment.bytes);
    assert.deepEqual([...bytes.subarray(0, 3)], [0xff, 0xd8, 0xff]);
    await stage.demo.api(dispatcher, 'POST', `/api/orders/${id}/close`);
    assert.deepEqual([...faults.flat(), ...phone.faults, ...seat.faults], []);
  });
}

test('a photo whose bytes cannot get through outlives a reload, and appears at the seat by itself', {
  timeout: 300_000,
}, async () => {
  const { phone, seat, id, dispatcher } = await meetOn(stage, 2, 'en');
  // The first piece arrives, then the line is dead for all that is big.
  let pieces = 0;
  await phone.context().route('**/api/attachments/**', (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    pieces += 1;
    return pieces === 1 ? route.continue() : route.abort('connectionreset');
  });
  await attachPhoto(phone, null);
  await phone.getByTestId('message-text').fill('See the noise');
  await phone.getByTestId('message-send').click();
  const coming = await looked(seat, 1, 'coming');
  assert.match(await coming.innerText(), /still on its way/);
  const [{ attachment }] = await messagesOf(stage, dispatcher, id);
  assert.ok(attachment.bytes > 3 * 256 * 1024, `${attachment.bytes} bytes are too few for this`);
  await until(SOON_MS, 'a piece that broke', () => pieces > 1);

  await phone.reload();
  const own = await looked(phone, 1, 'sending');
  assert.deepEqual(await sizeOf(own.locator('button img')), [1600, 1200]);

  const sent = [];
  phone.on('request', (request) => {
    if (request.method() === 'PATCH') sent.push(Number(request.headers()['upload-offset']));
  });
  await phone.context().unroute('**/api/attachments/**');
  await looked(phone, 1, 'here');
  await looked(seat, 1, 'here');
  assert.ok(sent[0] > 0 && new Set(sent).size === sent.length, `offsets ${sent}`);
  await stage.demo.api(dispatcher, 'POST', `/api/orders/${id}/close`);
  assert.deepEqual([...phone.faults, ...seat.faults], []);
});

test('a microphone that is refused is said, and words still go', { timeout: 300_000 }, async () => {
  const { phone, seat, id, dispatcher } = await meetOn(stage, 0, 'en', () => {
    navigator.mediaDevices.getUserMedia = async () => {
      throw new DOMException('no', 'NotAllowedError');
    };
  });
  await seat.getByTestId('attach-note').click();
  await seat.getByText('The microphone is not allowed').waitFor();
  await seat.getByTestId('message-text').fill('Words then');
  await seat.getByTestId('message-send').click();
  await phone.locator('[data-testid="message"]', { hasText: 'Words then' }).waitFor();
  await stage.demo.api(dispatcher, 'POST', `/api/orders/${id}/close`);
  assert.deepEqual([...phone.faults, ...seat.faults], []);
});

test('a note that is being spoken when another order rings is found again where it was left', {
  timeout: 300_000,
}, async () => {
  const { phone, seat, id, dispatcher, officer } = await meetOn(stage, 1, 'en');
  await speak(phone, 1_500);
  const other = await giveOrder(stage, dispatcher, officer);
  await phone.locator(`[data-testid="field-order"][data-order-id="${other}"]`).waitFor();
  await phone.getByTestId('field-decline').first().click();
  await phone.locator(`[data-testid="field-order"][data-order-id="${id}"]`).waitFor();
  await phone.locator('[data-testid="attach"][data-state="attached"]').waitFor();
  assert.ok((await play(phone.getByTestId('attach'))) > 1_000);
  await phone.getByTestId('message-send').click();
  assert.equal(await (await looked(seat, 1, 'here')).getAttribute('data-kind'), 'sound');
  for (const order of [id, other]) await stage.demo.api(dispatcher, 'POST', `/api/orders/${order}/close`);
  assert.deepEqual([...phone.faults, ...seat.faults], []);
});

/** Attaches a picture that the page paints: of one colour, or of noise, which compresses badly. */
async function attachPhoto(page, colour) {
  const png = await page.evaluate(async (fill) => {
    const canvas = new OffscreenCanvas(1600, 1200);
    const pen = canvas.getContext('2d');
    const pixels = pen.createImageData(1600, 1200);
    for (let at = 0; at < pixels.data.length; at += 65_536)
      crypto.getRandomValues(pixels.data.subarray(at, at + 65_536));
    for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
    pen.putImageData(pixels, 0, 0);
    if (fill) {
      pen.fillStyle = fill;
      pen.fillRect(0, 0, 1600, 1200);
    }
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }, colour);
  const buffer = Buffer.from(png, 'base64');
  await page.getByTestId('attach-photo').setInputFiles({ name: 'scene.png', mimeType: 'image/png', buffer });
  await page.locator('[data-testid="attach"][data-state="attached"]').waitFor();
}

/** Records for `ms` milliseconds; the level shows that the microphone hears something. */
async function speak(page, ms) {
  await page.getByTestId('attach-note').click();
  await page.getByTestId('note-stop').waitFor();
  const begun = performance.now();
  await until(SOON_MS, 'a level', () => page.locator('meter').evaluate((meter) => meter.value > 0.01), 20);
  await page.waitForTimeout(Math.max(0, ms - (performance.now() - begun)));
}

/** Plays a sound note to its end; answers how long it says it is, in milliseconds. */
async function play(within) {
  const note = within.getByTestId('sound-note');
  const length = await until(SOON_MS, 'its length', async () => Number(await note.getAttribute('data-length-ms')));
  await within.getByTestId('sound-play').click();
  await within.locator('[data-testid="sound-note"][data-playing="true"]').waitFor();
  await within.locator('[data-testid="sound-note"][data-playing="false"]').waitFor();
  return length;
}

function sizeOf(picture) {
  return picture.evaluate(async (image) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
}
