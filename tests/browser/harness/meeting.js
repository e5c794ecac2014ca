/** An officer and a seat of the hall who write each other on one order. */
import { openPage, openPhone, signIn } from './browser.js';

const START = { latitude: 47.1405, longitude: 9.5209 };
const PLACE = { name: 'Rathaus', address: 'Städtle 6', lat: 47.1393, lon: 9.5223 };

/** An officer with an order accepted on `/field`, beside a seat that looks at it; `prepare` runs in the seat's page first. */
export async function meetOn(stage, number, language, prepare) {
  const [officer, dispatcher] = [stage.demo.login('officer', number), stage.demo.login('dispatcher')];
  const phone = await openPhone(stage.browser, stage.demo.url, START, language);
  await signIn(phone, officer);
  await phone.locator('[data-testid="field-duty"][data-on-duty="true"]').waitFor();
  const options = { viewport: { width: 1600, height: 900 }, permissions: ['microphone'] };
  const seat = await openPage(stage.browser, stage.demo.url, options, language);
  if (prepare) await seat.evaluate(prepare);
  await signIn(seat, dispatcher);
  const id = await giveOrder(stage, dispatcher, officer);
  await phone.getByTestId('field-accept').click();
  await phone.getByTestId('message-text').waitFor();
  await seat.locator(`[data-testid="order-row"][data-order-id="${id}"]`).getByRole('button').first().click();
  await seat.getByTestId('message-text').waitFor();
  return { phone, seat, id, dispatcher, officer };
}

/** Gives an order to an officer's unit; its id. */
export async function giveOrder(stage, dispatcher, { unit }) {
  const order = { kind: 'emergency', place: PLACE, addressee: { unit }, note: 'From the browser test' };
  return (await stage.demo.api(dispatcher, 'POST', '/api/orders', order)).id;
}

/** What goes with the `nth` message, looked at, once it is in this state. */
export async function looked(page, nth, state) {
  const attachment = page.locator(`[data-testid="message"]:nth-child(${nth}) [data-testid="attachment"]`);
  await attachment.waitFor();
  // Only what is on the screen is fetched.
  await attachment.scrollIntoViewIfNeeded();
  await page.locator(`[data-testid="message"]:nth-child(${nth}) [data-state="${state}"][data-kind]`).waitFor();
  return attachment;
}

/** What was written on an order, as the hall has it. */
export async function messagesOf(stage, login, order) {
  return (await stage.demo.api(login, 'GET', `/api/orders/${order}`)).messages;
}

/** Keeps a picture of the page, if somebody wants to look at it. */
export async function shot(page, name) {
  if (process.env.YIKE_SHOTS) await page.screenshot({ path: `${process.env.YIKE_SHOTS}/${name}.png` });
}
