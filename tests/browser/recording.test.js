/** What an officer shows on an order is recorded, and plays in the order's panel while it goes on and afterwards. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPage, openPhone, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';
import { SOON_MS, until } from './harness/waiting.js';

const START = { latitude: 47.1405, longitude: 9.5209 };
/** How long each request takes on a thin line. */
const THIN_MS = 600;
const PLACE = { name: 'Rathaus', address: 'Städtle 6', lat: 47.1393, lon: 9.5223 };

const stage = setStage({ browser: { webgl: false } });

test('an order’s recording plays in Chromium, over a break and to its end', { timeout: 300_000 }, async () => {
  const [officer, dispatcher] = [stage.demo.login('officer'), stage.demo.login('dispatcher')];
  const { phone, id } = await filming(officer, dispatcher);
  await recorded(dispatcher, id, ({ plays_ms }) => plays_ms > 6_000);

  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, dispatcher);
  await page.locator(`[data-testid="order-row"][data-order-id="${id}"]`).click();
  const recordings = page.getByTestId('recordings');
  await recordings.getByRole('button').first().click();
  const during = await played(page, 2);
  assert.ok(during.width > 0 && during.height > 0, JSON.stringify(during));

  // The camera is off for a while; the recording goes on where it comes back.
  await phone.getByTestId('field-live').click();
  await phone.locator('[data-testid="field-live"][data-live="off"]').waitFor();
  await phone.waitForTimeout(3_000);
  await phone.getByTestId('field-live').click();
  await phone.locator('[data-testid="field-live"][data-live="live"]').waitFor();
  const before = await recorded(dispatcher, id, ({ gaps }) => gaps.length > 0);
  await recorded(dispatcher, id, ({ plays_ms }) => plays_ms > before.plays_ms + 4_000);
  await stage.demo.api(dispatcher, 'POST', `/api/orders/${id}/close`);
  const whole = await recorded(dispatcher, id, ({ ended_at }) => ended_at !== null);

  // A thin line: all comes late, and each third part only when it is asked for the third time.
  const tries = new Map();
  let failed = 0;
  await page.route(/\/recordings\//, async (route) => {
    const asked = `${route.request().url()} ${route.request().headers().range ?? ''}`;
    if (!tries.has(asked)) tries.set(asked, tries.size % 3 === 0 ? 2 : 0);
    if (tries.get(asked) > 0) {
      tries.set(asked, tries.get(asked) - 1);
      failed += 1;
      return route.abort('connectionreset');
    }
    await sleep(THIN_MS);
    return route.continue();
  });
  await recordings.getByRole('button').first().click();
  await recordings.getByRole('button').first().click();
  // Recorded time that plays, and the break that is jumped over, both lie on one line.
  const end = await played(page, whole.plays_ms / 1000 + 1);
  assert.ok(failed > 2, `${failed} requests failed on the way`);
  await page.waitForFunction(() => document.querySelector('[data-testid="recording-video"]').ended);
  console.log(`played to ${end.time.toFixed(1)} s of ${(whole.plays_ms / 1000).toFixed(1)} s recorded`);
  assert.deepEqual([...phone.faults, ...page.faults], []);
});

test('pictures that come late though none was lost are all shown', { timeout: 180_000 }, async () => {
  const [officer, dispatcher] = [stage.demo.login('officer', 1), stage.demo.login('dispatcher')];
  const others = new Set(await renderers());
  const { phone, id } = await filming(officer, dispatcher);
  const own = (await renderers()).filter((process) => !others.has(process));
  assert.equal(own.length, 1, `the page's process is one of ${own}`);

  // A phone without time for its encoder: it stands still, and goes on.
  for (const stall of [900, 1_600]) {
    const { plays_ms } = await recorded(dispatcher, id, () => true);
    await recorded(dispatcher, id, (now) => now.plays_ms > plays_ms + 2_000);
    process.kill(own[0], 'SIGSTOP');
    await sleep(stall);
    process.kill(own[0], 'SIGCONT');
  }
  const { plays_ms } = await recorded(dispatcher, id, () => true);
  await recorded(dispatcher, id, (now) => now.plays_ms > plays_ms + 1_000);
  await stage.demo.api(dispatcher, 'POST', `/api/orders/${id}/close`);
  const whole = await recorded(dispatcher, id, ({ ended_at }) => ended_at !== null);

  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, dispatcher);
  await page.locator(`[data-testid="order-row"][data-order-id="${id}"]`).click();
  await page.getByTestId('recordings').getByRole('button').first().click();
  await page.waitForFunction(() => document.querySelector('[data-testid="recording-video"]')?.ended);
  const video = page.getByTestId('recording-video');
  const breaks = await video.evaluate(({ buffered }) =>
    Array.from({ length: Math.max(0, buffered.length - 1) }, (_, at) => [buffered.end(at), buffered.start(at + 1)]),
  );
  assert.deepEqual(breaks, [], 'seconds that are recorded are missing from the player');
  const end = await video.evaluate(({ buffered }) => buffered.end(buffered.length - 1));
  assert.ok(end >= whole.plays_ms / 1000 - 0.1, `${end} s of ${whole.plays_ms} ms are there`);
  assert.deepEqual([...phone.faults, ...page.faults], []);
});

/** The processes that run the browser's pages. */
async function renderers() {
  const session = await stage.browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** The page of an officer who is live on an order, with the order's id. */
async function filming(officer, dispatcher) {
  const phone = await openPhone(stage.browser, stage.demo.url, START);
  await signIn(phone, officer);
  await phone.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
  const { id } = await stage.demo.api(dispatcher, 'POST', '/api/orders', {
    place: PLACE,
    addressee: { unit: officer.unit },
  });
  await phone.getByTestId('field-accept').click();
  await phone.getByTestId('field-live').click();
  await phone.locator('[data-testid="field-live"][data-live="live"]').waitFor();
  return { phone, id };
}

/** The order's one recording, once it is as wished. */
async function recorded(dispatcher, order, wished) {
  return await until(SOON_MS * 2, 'the recording', async () => {
    const all = await stage.demo.api(dispatcher, 'GET', `/api/recordings?order=${order}`);
    return all.length === 1 && wished(all[0]) && all[0];
  });
}

/** How far the player has come, once that is far enough; one that does not come so far is described. */
async function played(page, seconds) {
  const video = page.getByTestId('recording-video');
  let now;
  try {
    await until(SOON_MS * 2 + seconds * 1000, `${seconds} s to be played`, async () => {
      now = await video.evaluate((element) => ({
        time: element.currentTime,
        width: element.videoWidth,
        height: element.videoHeight,
        paused: element.paused,
        readyState: element.readyState,
        buffered: Array.from(element.buffered, (_, at) => [element.buffered.start(at), element.buffered.end(at)]),
        fault: element.error?.message ?? element.nextElementSibling?.textContent,
      }));
      return now.time >= seconds;
    });
  } catch (error) {
    throw new Error(`${error.message}: ${JSON.stringify(now)}`);
  }
  return now;
}
