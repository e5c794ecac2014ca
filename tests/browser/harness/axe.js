/** What axe finds wrong with a page: faults of access that a machine can see. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The faults of `page` as it is now, each with what was looked at. */
export async function faultsOfAccess(page, what) {
  // A text that is half faded in is hard to read for a moment only.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate((runOnly) => globalThis.axe.run({ runOnly }), RULES);
  if (passes.length === 0) throw new Error(`axe saw nothing of ${what}`);
  return violations.map(({ id, nodes }) => `${what}: ${id} at ${nodes.map(({ target }) => target).slice(0, 4)}`);
}
