/** What a person's hand does on a page: clicks and keys, counted as the page feels them. */

/** Counts from now on what is pressed on `page`; loading it anew begins again. */
export async function watchHand(page) {
  await page.evaluate(() => {
    globalThis.pressed = { clicks: 0, keys: 0 };
    addEventListener('pointerdown', () => (globalThis.pressed.clicks += 1), true);
    addEventListener('keydown', () => (globalThis.pressed.keys += 1), true);
  });
}

/** What was pressed since the last look: `{ clicks, keys }`. */
export function pressed(page) {
  return page.evaluate(() => {
    const now = { ...globalThis.pressed };
    globalThis.pressed.clicks = 0;
    globalThis.pressed.keys = 0;
    return now;
  });
}

/** The answer to the next request of `method` whose path fits `pattern`, while `act` is done. */
export async function answerTo(page, method, pattern, act) {
  const answered = page.waitForResponse(
    (response) => response.request().method() === method && pattern.test(new URL(response.url()).pathname),
  );
  await act();
  const answer = await answered;
  if (!answer.ok()) throw new Error(`${method} ${answer.url()}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}
