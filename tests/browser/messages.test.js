/** Hall and officer write each other on an order, and each sees that the other has read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, openPhone, signIn } from './harness/browser.js';
import { setStage } from './harness/stage.js';
import { SOON_MS, until } from './harness/waiting.js';

const START = { latitude: 47.1405, longitude: 9.5209 };
const PLACE = { name: 'Rathaus', address: 'Städtle 6', lat: 47.1393, lon: 9.5223 };
const CODE = 'Back door, code 4711. 后门进，密码 4711。';

const stage = setStage({ demo: { units: 4, cameras: 0 }, browser: { webgl: false } });

for (const [number, language] of ['en', 'zh'].entries()) {
  test(`a message is read, answered off the net, and read when the net is back (${language})`, {
    timeout: 300_000,
  }, async () => {
    const [officer, dispatcher] = [stage.demo.login('officer', number), stage.demo.login('dispatcher')];
    const phone = await openPhone(stage.browser, stage.demo.url, START, language);
    await signIn(phone, officer);
    await phone.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
    const seat = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } }, language);
    await signIn(seat, dispatcher);

    const { id } = await stage.demo.api(dispatcher, 'POST', '/api/orders', {
      kind: 'emergency',
      place: PLACE,
      addressee: { unit: officer.unit },
      note: 'From the browser test',
    });
    await phone.getByTestId('field-accept').click();
    const row = seat.locator(`[data-testid="order-row"][data-order-id="${id}"]`);
    await row.getByRole('button').first().click();
    await seat.getByTestId('message-text').fill(CODE);
    await seat.getByTestId('message-send').click();
    const written = seat.getByTestId('message').first();
    await written.waitFor();
    assert.equal(await seat.getByTestId('message-text').inputValue(), '');

    const shown = phone.getByTestId('message').first();
    await shown.waitFor();
    assert.match(await shown.innerText(), /code 4711[\s\S]*密码 4711/);
    await shown.scrollIntoViewIfNeeded();
    await phone.locator('[data-testid="messages"][data-unread="0"]').waitFor();
    await seat.locator('[data-testid="message"][data-state="read"]').waitFor();
    const mark = await written.getByTestId('message-mark').innerText();
    assert.match(mark, language === 'zh' ? /已读：.+\d\d:\d\d:\d\d/ : /read: .+\d\d:\d\d:\d\d/);

    // Off the net the officer's answer waits, and says so.
    await phone.context().setOffline(true);
    await phone.locator('[data-testid="field-link"]', { hasText: /Offline|断线/ }).waitFor();
    await phone.getByTestId('message-text').fill('门锁着 locked');
    await phone.getByTestId('message-send').click();
    await phone.locator('[data-testid="message"][data-state="waiting"]').waitFor();
    await shot(phone, `messages-field-waiting-${language}`);
    await phone.waitForTimeout(2_500);
    assert.equal((await messagesOf(dispatcher, id)).length, 1);

    // The seat looks at something else: the order in the list says that there is something new.
    await seat.keyboard.press('Escape');
    await seat.getByTestId('messages').waitFor({ state: 'detached' });
    await phone.context().setOffline(false);
    await row.getByTestId('order-unread').waitFor();
    await shot(seat, `messages-list-${language}`);
    const sent = phone.locator('[data-testid="message"][data-state="sent"]:has([data-testid="message-mark"])');
    await sent.waitFor();
    await row.getByRole('button').first().click();
    await row.getByTestId('order-unread').waitFor({ state: 'detached' });
    await phone.locator('[data-testid="message"][data-state="read"]').waitFor();
    await shot(seat, `messages-seat-${language}`);
    await shot(phone, `messages-field-${language}`);

    const [first, answer] = await messagesOf(dispatcher, id);
    assert.deepEqual([first.text, answer.text], [CODE, '门锁着 locked']);
    assert.ok(Date.parse(answer.learnt_at) - Date.parse(answer.at) > 2_000, `${answer.at}, ${answer.learnt_at}`);
    assert.deepEqual([first.read.length, answer.read.length], [1, 1]);
    assert.equal(first.read[0].by.unit, officer.unit);
    await stage.demo.api(dispatcher, 'POST', `/api/orders/${id}/close`);
    assert.deepEqual([...phone.faults, ...seat.faults], []);
  });
}

async function messagesOf(login, order) {
  return (await stage.demo.api(login, 'GET', `/api/orders/${order}`)).messages;
}

async function shot(page, name) {
  if (process.env.YIKE_SHOTS) await page.screenshot({ path: `${process.env.YIKE_SHOTS}/${name}.png` });
}
