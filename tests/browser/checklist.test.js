/** What is seen to at a fire: two officers tick it off, one of them off the net, and the hall sees who did what and when. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOfAccess } from './harness/axe.js';
import { openPage, openPhone, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';

const START = { latitude: 47.1405, longitude: 9.5209 };
const PLACE = { name: 'Rathaus', address: 'Städtle 6', lat: 47.1393, lon: 9.5223 };
const TEXT = { zh: '疏散围观人员，拉开距离', en: 'Keep people back, well away' };
/** The least height and width of what a thumb has to hit, in pixels. */
const TARGET_PX = 48;

const stage = setStage({ demo: { units: 4, cameras: 0 }, browser: { webgl: false } });

for (const language of ['zh', 'en']) {
  test(`what two officers see to at a fire is ticked off, off the net too (${language})`, { timeout: 300_000 }, async () => {
    const officers = [stage.demo.login('officer', 0), stage.demo.login('officer', 1)];
    const dispatcher = stage.demo.login('dispatcher');
    const [phone, other] = [
      await openPhone(stage.browser, stage.demo.url, START, language),
      await openPhone(stage.browser, stage.demo.url, START, language),
    ];
    for (const [index, page] of [phone, other].entries()) {
      await signIn(page, officers[index]);
      await page.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
    }
    const seat = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 1000 } }, language);
    await signIn(seat, dispatcher);

    const fire = await stage.demo.api(dispatcher, 'POST', '/api/incidents', { kind: 'fire', place: PLACE });
    const { id, checklist } = await stage.demo.api(dispatcher, 'POST', '/api/orders', {
      kind: 'emergency',
      incident: fire.id,
      addressee: { team: officers.map(({ unit }) => unit) },
    });
    assert.ok(checklist.length >= 3);
    // Whoever has yet to say yes has no list before them.
    await phone.getByTestId('field-accept').waitFor();
    assert.equal(await phone.getByTestId('checklist').count(), 0);
    for (const page of [phone, other]) await page.getByTestId('field-accept').click();
    await seat.locator(`[data-testid="order-row"][data-order-id="${id}"]`).getByRole('button').first().click();
    await listed(seat, 0, checklist.length);

    // Real boxes, named by what they say, large enough for a thumb, with the keyboard too.
    const box = phone.getByRole('checkbox', { name: TEXT[language] });
    await box.scrollIntoViewIfNeeded();
    const target = await phone.locator('[data-item="people_back"] label').boundingBox();
    assert.ok(target.height >= TARGET_PX && target.width >= TARGET_PX, JSON.stringify(target));
    await box.focus();
    await phone.keyboard.press('Space');
    for (const page of [other, seat]) await listed(page, 1, checklist.length);
    const seen = mark(seat, 'people_back');
    assert.match(await seen.innerText(), language === 'zh' ? /.+\d\d:\d\d:\d\d 完成/ : /done by .+ \d\d:\d\d:\d\d/);
    assert.match(await mark(seat, 'gas_power_off').innerText(), language === 'zh' ? /未完成/ : /open/);
    assert.ok((await seen.innerText()).includes(await nameOf(dispatcher, officers[0])));
    assert.ok((await mark(other, 'people_back').innerText()).includes(await nameOf(dispatcher, officers[0])));

    // Off the net a tick shows at once and says that it waits; a reload does not lose it.
    await other.context().setOffline(true);
    await other.locator('[data-testid="field-link"]', { hasText: /Offline|断线/ }).waitFor();
    await other.locator('[data-item="gas_power_off"] input').check();
    await other.locator('[data-item="people_back"] input').uncheck();
    for (const item of ['gas_power_off', 'people_back'])
      await other.locator(`[data-item="${item}"][data-waiting="true"]`).waitFor();
    await other.locator('[data-testid="checklist"]').scrollIntoViewIfNeeded();
    await shot(other, `checklist-field-waiting-${language}`);
    assert.deepEqual(await faultsOfAccess(other, 'ticks that wait'), []);
    assert.equal(await phone.locator('[data-item="people_back"] input').isChecked(), true);
    await other.waitForTimeout(2_500);
    await other.context().setOffline(false);
    for (const page of [phone, other, seat]) {
      await page.locator('[data-item="gas_power_off"][data-done="true"]:not([data-waiting])').waitFor();
      await page.locator('[data-item="people_back"][data-done="false"]:not([data-waiting])').waitFor();
    }
    await phone.locator('[data-testid="checklist"]').scrollIntoViewIfNeeded();
    await shot(phone, `checklist-field-${language}`);
    await seat.locator('[data-testid="checklist"]').scrollIntoViewIfNeeded();
    await shot(seat, `checklist-seat-${language}`);
    assert.deepEqual(await faultsOfAccess(seat, 'the list of an order'), []);
    assert.deepEqual(await faultsOfAccess(phone, 'the list of an officer'), []);

    const told = (await stage.demo.api(dispatcher, 'GET', `/api/orders/${id}`)).checklist;
    const [gas, people] = ['gas_power_off', 'people_back'].map((item) => told.find((each) => each.id === item).ticks);
    assert.ok(Date.parse(gas[0].learnt_at) - Date.parse(gas[0].at) > 2_000, JSON.stringify(gas));
    assert.deepEqual(
      people.map(({ unit, done }) => [unit, done]),
      [
        [officers[0].unit, true],
        [officers[1].unit, false],
      ],
    );
    await stage.demo.api(dispatcher, 'POST', `/api/orders/${id}/close`);
    assert.deepEqual([...phone.faults, ...other.faults, ...seat.faults], []);
  });
}

function listed(page, done, of) {
  return page.locator(`[data-testid="checklist"][data-done="${done}"][data-of="${of}"]`).waitFor();
}

function mark(page, item) {
  return page.locator(`[data-item="${item}"]`).getByTestId('checklist-mark');
}

async function nameOf(login, { unit }) {
  return (await stage.demo.api(login, 'GET', '/api/units')).find(({ id }) => id === unit).name;
}

async function shot(page, name) {
  if (process.env.YIKE_SHOTS) await page.screenshot({ path: `${process.env.YIKE_SHOTS}/${name}.png` });
}
