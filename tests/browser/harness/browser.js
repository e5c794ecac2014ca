/** A real Chromium, with its eyes on what no picture shows: errors, foreign requests, breaches of the policy. */
import { chromium } from 'playwright-core';

/** The map needs WebGL, which software draws; a page without a map is faster without it. */
const WEBGL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const FLAGS = [
  '--no-sandbox',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];
/** How long a page may take over anything that is not a story of its own. */
const PATIENCE_MS = 45_000;
/** How long it may take to leave. */
const LEAVE_MS = 5_000;

/**
 * Launches Chromium; certificates are checked, against those that `home` trusts too if it is given. Hosts of `names`
 * are this machine.
 */
export function openBrowser({ webgl = true, home = process.env.HOME, names = [] } = {}) {
  const rules = names.map((name) => `MAP ${name} 127.0.0.1`).join(',');
  const args = [...FLAGS, ...(webgl ? WEBGL : []), ...(rules ? [`--host-resolver-rules=${rules}`] : [])];
  const env = { ...process.env, HOME: home };
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args, env });
}

/** A page of its own at `url`, with a list of what went wrong in it. */
export async function openPage(browser, url, options = {}, language = 'en') {
  const page = await emptyPage(browser, url, options, language);
  await page.goto(url);
  return page;
}

/** A page that is at no address yet and is to stay on the machine of `url`. */
export async function emptyPage(browser, url, options = {}, language = 'en') {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript((chosen) => localStorage.setItem('yike.language', chosen), language);
  return watchOver(await context.newPage(), url);
}

/** `page` with a list of what goes wrong in it; it is to stay on the machine of `url`. */
export function watchOver(page, url) {
  const faults = [];
  const { host } = new URL(url);
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) faults.push(`policy: ${message.text()}`);
  });
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (/^(https?|wss?):$/.test(asked.protocol) && asked.host !== host) faults.push(`outside: ${request.url()}`);
  });
  return Object.assign(page, { faults });
}

/** Closes what was open as a person does: a page says goodbye to whom it sends pictures to, where a killed one falls silent. */
export async function leave(context) {
  await Promise.allSettled(context.pages().map((page) => page.goto('about:blank', { timeout: LEAVE_MS })));
  await context.close();
}

/** A phone of an officer: small, with a position, a camera and a microphone. */
export function openPhone(browser, url, geolocation, language = 'en') {
  const options = {
    viewport: { width: 360, height: 640 },
    isMobile: true,
    hasTouch: true,
    geolocation: { accuracy: 8, ...geolocation },
    permissions: ['geolocation', 'camera', 'microphone'],
  };
  return openPage(browser, `${url}/field`, options, language);
}

/** Signs in by the form. */
export async function signIn(page, { name, password }) {
  await page.locator('[autocomplete="username"]').fill(name);
  await page.locator('[autocomplete="current-password"]').fill(password);
  await page.locator('button[type="submit"]').click();
}

/**
 * How much of the picture in a `<video>` changes within `ms` milliseconds, as a share of its pixels; 0 without a
 * picture. Two frames are drawn to a canvas and compared.
 */
export function changing(video, ms = 700) {
  return video.evaluate(async (element, pause) => {
    const [width, height] = [160, 90];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const frame = () => {
      context.drawImage(element, 0, 0, width, height);
      return context.getImageData(0, 0, width, height).data;
    };
    if (!element.videoWidth) return 0;
    const before = frame();
    await new Promise((resolve) => setTimeout(resolve, pause));
    const after = frame();
    let changed = 0;
    for (let at = 0; at < before.length; at += 4) {
      const difference = [0, 1, 2].reduce((sum, of) => sum + Math.abs(before[at + of] - after[at + of]), 0);
      if (difference > 60) changed += 1;
    }
    return changed / (width * height);
  }, ms);
}

/** How a thing on the page is painted: how many colours, and how much of it is not of the commonest one. */
export async function painted(thing) {
  const picture = (await thing.screenshot()).toString('base64');
  return thing.page().evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const { width, height } = await createImageBitmap(new Blob([bytes]));
    const pen = new OffscreenCanvas(width, height).getContext('2d');
    pen.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0);
    const { data } = pen.getImageData(0, 0, width, height);
    const counts = new Map();
    for (let at = 0; at < data.length; at += 4) {
      const colour = (data[at] >> 4) * 256 + (data[at + 1] >> 4) * 16 + (data[at + 2] >> 4);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const pixels = width * height;
    return { colours: counts.size, drawn: 1 - Math.max(...counts.values()) / pixels };
  }, picture);
}
