/** Two calls about one thing become one incident; what is known of it is mended, and it ends with a reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, signIn } from './harness/browser.js';
import { answerTo } from './harness/hand.js';
import { setStage } from './harness/stage.js';
import { until } from './harness/waiting.js';

const PLACE = { name: 'Rathaus', address: '', lat: 47.1393, lon: 9.5223 };

const stage = setStage();

/** A dispatcher's page, with a fire that is known already. */
async function openConsole() {
  const page = await openPage(stage.browser, stage.demo.url, { viewport: { width: 1600, height: 900 } });
  await signIn(page, stage.demo.login('dispatcher'));
  await page.getByTestId('unit-row').first().waitFor();
  const told = { kind: 'fire', place: PLACE, caller: { name: 'Ospelt', phone: '+423 111' }, note: 'Smoke' };
  const known = await stage.demo.api(stage.demo.login('dispatcher'), 'POST', '/api/incidents', told);
  await row(page, known.id).waitFor();
  return { page, known };
}

function row(page, id) {
  return page.locator(`[data-testid="incident-row"][data-incident-id="${id}"]`);
}

/** An incident as the hall keeps it. */
async function kept(id) {
  const all = await stage.demo.api(stage.demo.login('dispatcher'), 'GET', '/api/incidents');
  return all.find((incident) => incident.id === id);
}

test('a second call about a fire is shown to be its like, and joined to it', { timeout: 120_000 }, async () => {
  const { page, known } = await openConsole();
  await page.keyboard.press('n');
  await page.keyboard.press('1');
  await page.getByTestId('incident-place').fill('47.139400,9.522500');
  await page.getByTestId('caller-name').fill('Beck');
  const like = page.getByTestId('duplicates').locator('li', { hasText: 'Rathaus' });
  await like.waitFor();
  assert.match(await like.innerText(), /same kind/i);
  const merged = page.waitForRequest((request) => /\/api\/incidents\/[^/]+\/merge$/.test(request.url()));
  const second = await answerTo(page, 'POST', /^\/api\/incidents$/, () => like.getByTestId('join').click());
  assert.deepEqual((await merged).postDataJSON(), { into: known.id });
  await until(30_000, 'the second call to be joined', async () => {
    const { merged_into, closed_at } = await kept(second.id);
    return merged_into === known.id && closed_at;
  });
  assert.equal((await kept(second.id)).caller.name, 'Beck', 'who called stays on record');
  await row(page, second.id).waitFor({ state: 'detached' });
  await row(page, known.id).waitFor();
  assert.deepEqual(page.faults, []);
});

test('an incident is mended, then closed with a reason', { timeout: 120_000 }, async () => {
  const { page, known } = await openConsole();
  await row(page, known.id).getByRole('button').click();
  await page.getByTestId('incident-edit').click();
  const note = page.getByTestId('incident-note');
  assert.equal(await note.inputValue(), 'Smoke');
  await note.fill('A bin burns, nobody hurt');
  const edited = await answerTo(page, 'PATCH', /^\/api\/incidents\//, () => page.getByTestId('incident-save').click());
  assert.equal(edited.note, 'A bin burns, nobody hurt');
  assert.equal(edited.caller.phone, '+423 111', 'what was not touched stays');
  await page.getByText('A bin burns, nobody hurt').first().waitFor();

  await page.getByTestId('incident-close').click();
  const submit = page.getByRole('button', { name: 'Close it' });
  assert.ok(await submit.isDisabled(), 'a reason is needed');
  await page.getByRole('textbox', { name: 'How it was settled' }).fill('Put out');
  await answerTo(page, 'POST', /\/close$/, () => submit.click());
  await row(page, known.id).waitFor({ state: 'detached' });
  const { closed_at, closed_because } = await kept(known.id);
  assert.ok(closed_at);
  assert.equal(closed_because, 'Put out');
  assert.deepEqual(page.faults, []);
});
