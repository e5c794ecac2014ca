/** What a story needs: the real binary with a real browser, both gone when it is over. */
import { after, afterEach, before } from 'node:test';
import { leave, openBrowser } from './browser.js';
import { startDemo } from './demo.js';

/** Sets the stage for all tests of a file; its parts are there once they run. */
export function setStage({ demo = {}, browser = {} } = {}) {
  const stage = { demo: undefined, browser: undefined };
  const strike = async () => {
    await stage.browser?.close();
    await stage.demo?.stop();
  };
  before(async () => {
    try {
      stage.demo = await startDemo(demo);
      stage.browser = await openBrowser(browser);
    } catch (error) {
      await strike();
      throw error;
    }
  });
  // Pages left open would go on drawing their maps beside the next story's.
  afterEach(() => Promise.all(stage.browser?.contexts().map(leave) ?? []));
  after(strike);
  return stage;
}
