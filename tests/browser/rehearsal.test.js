/** The rehearsal at its full size keeps the hall busy: orders are open and pictures come at any moment. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemo } from './harness/demo.js';

const SETTLING_S = 60;
const LOOKS = 45;

let demo;
before(async () => {
  demo = await startDemo({ units: 60, cameras: 6, seed: 1 });
});
after(() => demo?.stop());

test('after the first minute there is always an open order, and three units are live', {
  timeout: 240_000,
}, async () => {
  const dispatcher = demo.login('dispatcher');
  const units = await demo.api(dispatcher, 'GET', '/api/units');
  const people = new Set(demo.logins.flatMap(({ unit }) => unit ?? []));
  assert.equal(units.filter(({ id }) => !people.has(id)).length, 60, 'units that are driven');
  await sleep(SETTLING_S * 1_000);
  const seen = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const [orders, board] = await Promise.all([
      demo.api(dispatcher, 'GET', '/api/orders'),
      demo.api(dispatcher, 'GET', '/api/units'),
    ]);
    const open = orders.filter(({ status }) => status === 'open').length;
    const live = board.filter((unit) => unit.live).length;
    const onTheMap = board.filter(({ position }) => position).length;
    seen.push({ open, live, onTheMap });
    await sleep(1_000);
  }
  const least = (of) => Math.min(...seen.map((look) => look[of]));
  console.log(`in ${LOOKS} looks: at least ${least('open')} orders open, ${least('live')} live, ${least('onTheMap')} on the map`);
  assert.ok(least('open') >= 1, JSON.stringify(seen));
  assert.ok(least('live') >= 3, JSON.stringify(seen));
  assert.ok(least('onTheMap') >= 55, JSON.stringify(seen));
});
