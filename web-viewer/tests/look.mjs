// Takes pictures of the console against the pretend hall, in both languages, and fails on what no picture shows:
// a page error, a request to any other server, a breach of the content security policy, an empty map, a fault of axe.
//
//   npm run build && node tests/look.mjs OUT_FOLDER
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startFakeHall } from './fake-hall.mjs';

const out = process.argv[2];
if (!out) throw new Error('usage: node tests/look.mjs OUT_FOLDER');
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const hall = await startFakeHall({ pace: 4 });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--autoplay-policy=no-user-gesture-required',
  ],
});
const faults = [];

async function visit(name, language, run, viewport = { width: 1920, height: 1080 }) {
  const context = await browser.newContext({ viewport, locale: language === 'zh' ? 'zh-CN' : 'en-GB' });
  const page = await context.newPage();
  const note = (text) => faults.push(`${name}.${language}: ${text}`);
  page.on('pageerror', (error) => note(`error ${error.message}`));
  page.on('console', (message) => {
    // There is no media here, and nobody is signed in at first: the browser says so by itself.
    if (message.type() === 'error' && !/401|404/.test(message.text())) note(`console ${message.text()}`);
  });
  page.on('request', (request) => {
    if (/^(https?|wss?):/.test(request.url()) && !request.url().replace(/^ws/, 'http').startsWith(hall.url)) {
      note(`outside ${request.url()}`);
    }
  });
  await page.addInitScript((chosen) => localStorage.setItem('yike.language', chosen), language);
  await page.goto(hall.url);
  const shot = async (label) => {
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(out, `${name}-${label}.${language}.png`) });
    console.log(`${name}-${label}.${language}`);
  };
  const signIn = async (who) => {
    await page.locator('[autocomplete="username"]').fill(who);
    await page.locator('[autocomplete="current-password"]').fill('demo');
    await page.locator('button[type="submit"]').click();
    await page.getByTestId('unit-row').first().waitFor();
    await page.waitForFunction(() => window.mapReady, null, { timeout: 60_000 });
    await page.waitForTimeout(2_500);
    const drawn = await page.evaluate(() => [window.mapReady.units(), window.mapReady.streets()]);
    if (drawn.some((count) => count === 0)) note(`empty map ${drawn}`);
  };
  const check = async (label) => {
    await page.evaluate(axe); // Through the debugger, which the policy does not bind.
    const { violations, passes } = await page.evaluate(() =>
      window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }),
    );
    if (passes.length === 0) note('axe saw nothing');
    for (const { id, nodes } of violations)
      note(`axe ${label} ${id}: ${nodes.map(({ target }) => target).slice(0, 4)}`);
  };
  try {
    await run({ page, shot, signIn, check });
  } catch (error) {
    note(`failed ${error.message}`);
    await shot('failed').catch(() => {});
  }
  await context.close();
}

for (const language of ['zh', 'en']) {
  await visit('dispatcher', language, async ({ page, shot, signIn, check }) => {
    await shot('sign-in');
    await check('sign-in');
    await signIn('dispatcher');
    await shot('board');
    await check('board');
    await page.getByTestId('unit-row').first().click();
    await page.getByTestId('live-tile').waitFor();
    await page.waitForTimeout(1_500);
    await shot('live');
    await page.getByTestId('order-row').first().locator('button').click();
    await shot('order');
    await check('order');
    await page.getByTestId('incident-order').first().click();
    await page
      .getByText(/直线距离|straight line/)
      .first()
      .waitFor();
    await shot('form');
    await check('form');
    await page.keyboard.press('Escape');
    await page.getByTestId('order-new').click();
    await page.getByTestId('map').click({ position: { x: 700, y: 500 } });
    if (!(await page.getByTestId('order-place').inputValue())) faults.push('a click on the map picks no place');
    await page.getByTestId('order-place').fill('47.1410,9.5215');
    const name = [...hall.units.values()].find(({ state }) => state === 'available').name;
    await page.getByTestId('order-addressee').fill(name);
    const before = await page.getByTestId('order-row').count();
    await page.getByTestId('order-send').click();
    await page.waitForFunction((n) => document.querySelectorAll('[data-testid=order-row]').length > n, before);
    const row = page.locator('[data-testid=order-row]:has([aria-current])');
    for (const leg of ['leg-arrived', 'leg-video', 'leg-reported']) {
      await row.locator(`[data-testid=${leg}][data-met-at]`).waitFor({ timeout: 20_000 });
    }
    await shot('legs');
    await page.getByTestId('order-cancel').click();
    await page.locator('form input').last().fill('重复');
    await shot('cancel');
  });
  await visit(
    'leader',
    language,
    async ({ page, shot, signIn, check }) => {
      await signIn('leader');
      await page.getByTestId('order-row').nth(1).locator('button').click();
      await page.getByTestId('unit-row').first().click();
      await page.waitForTimeout(1_500);
      await shot('board');
      await check('board');
      for (const id of ['order-new', 'incident-new', 'incident-order', 'order-close']) {
        if (await page.getByTestId(id).count()) faults.push(`a leader sees ${id}`);
      }
    },
    { width: 1366, height: 768 },
  );
  await visit('desk', language, async ({ page, shot, signIn, check }) => {
    hall.give({
      place: { lat: 47.1, lon: 9.52, name: '小学门口', address: '' },
      addressee: { town: hall.towns[3].id },
    });
    await signIn('desk');
    await page.getByTestId('town-call').waitFor();
    await shot('call');
    await check('call');
    await page.getByTestId('town-call').locator('ol button').first().click();
    await page.waitForTimeout(2_000);
    await shot('given-on');
  });
}
await browser.close();
hall.close();
for (const fault of faults) console.log('FAULT', fault);
process.exitCode = faults.length ? 1 : 0;
