/**
 * One unit's live picture through a leader's eyes: the hall's own page in a real Chromium, as a program.
 *
 * It is for tests in other languages, which start it, write one line of JSON and read one. In comes
 * `{url, name, password, unit, points, looks, everyMs}`: who signs in where, which unit to watch, where in its picture to look (pixels
 * from the upper left corner), and how often, from the first frame on. Out goes `{state, codec, width, height, looks: [{frames,
 * colours}]}`: frames decoded until then, red, green and blue at each point; no looks if no frame came in time. What is right is for
 * the test to say.
 */
import { once } from 'node:events';
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { emptyPage, openBrowser, signIn } from './harness/browser.js';
import { rememberCalls } from './harness/calls.js';
import { within } from './harness/waiting.js';

/** How long the first frame may take. */
const FIRST_FRAME_MS = 20_000;
/** How long all of it may take beside the looking, the start of the browser included. */
const REST_MS = 60_000;
/** So many pixels to each side of a point are looked at: a codec spoils single ones. */
const AROUND = 3;

const [line] = await within(REST_MS, 'a line that says what to watch', once(createInterface({ input: stdin }), 'line'));
const asked = JSON.parse(line);
const browser = await within(REST_MS, 'the browser', openBrowser({ webgl: false }));
try {
  const seen = await within(REST_MS + FIRST_FRAME_MS + asked.looks * asked.everyMs, 'the picture to be looked at', watch(asked));
  stdout.write(`${JSON.stringify(seen)}\n`);
} finally {
  await browser.close();
  stdin.destroy();
}

async function watch({ url, name, password, unit, points, looks, everyMs }) {
  const page = await emptyPage(browser, url, { viewport: { width: 1600, height: 900 } });
  await rememberCalls(page);
  await page.goto(`${url}/#unit=${unit}`);
  await signIn(page, { name, password });
  await page.locator(`[data-testid="unit-row"][data-unit-id="${unit}"]`).waitFor();
  const look = () => page.evaluate(lookAt, { unit, points, around: AROUND });
  const end = performance.now() + FIRST_FRAME_MS;
  let now = await look();
  while (now.frames === 0 && performance.now() < end) {
    await sleep(100);
    now = await look();
  }
  const seen = [];
  while (now.frames > 0 && seen.length < looks) {
    await sleep(everyMs);
    now = await look();
    seen.push({ frames: now.frames, colours: now.colours });
  }
  return { ...now.picture, looks: seen };
}

/** Runs in the page: frames decoded so far, with the colours at each point of what is on the screen now. */
async function lookAt({ unit, points, around }) {
  const video = document.querySelector(`[data-testid="live-tile"][data-unit-id="${unit}"]`);
  const reports = await Promise.all(globalThis.calls.map((call) => call.getStats()));
  const stats = reports.flatMap((report) => [...report.values()]);
  const inbound = stats.filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
  const frames = inbound.reduce((sum, { framesDecoded }) => sum + (framesDecoded ?? 0), 0);
  const codec = stats.find(({ id }) => inbound.some(({ codecId }) => codecId === id))?.mimeType ?? null;
  const [width, height] = [video?.videoWidth ?? 0, video?.videoHeight ?? 0];
  const picture = { state: video?.closest('figure').dataset.picture ?? null, codec, width, height };
  if (!width || !height) return { frames, colours: [], picture };
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  pen.drawImage(video, 0, 0);
  const side = 2 * around + 1;
  const colours = points.map(([x, y]) => {
    const { data } = pen.getImageData(x - around, y - around, side, side);
    const mean = (of) => data.filter((_, at) => at % 4 === of).reduce((sum, value) => sum + value, 0) / side ** 2;
    return [0, 1, 2].map((of) => Math.round(mean(of)));
  });
  return { frames, colours, picture };
}
