import { expect, test, vi } from 'vitest';
import type { Hall } from '../hall/http';
import type { WayView } from '../protocol/WayView';
import type { Standing } from './asking';
import { WayKeep } from './way-keep';
import { WayWatch } from './way-watch.svelte';

const streets: WayView['streets'] = [{ class: 'main', name: 'A', lines: [[1200, -300, -1400, 600]] }];
const told = (more: Partial<WayView> = {}) =>
  ({
    order: 'o',
    made_at: '2026-11-29T16:00:00Z',
    scene: { lat: 47, lon: 9.5 },
    route: [1000, 0, -1000, 0],
    no_way: null,
    eta_s: 120,
    streets,
    team: [],
    ...more,
  }) as WayView;
const standing = (now: number, here: Standing['here'] = null): Standing => ({
  now,
  here,
  state: 'under_way',
  going: true,
  team: false,
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A watch over the way of order `o`, with what was kept of it and what the hall answers in turn. */
async function watching(kept: WayView | null, ...answers: (WayView | Error)[]) {
  const get = vi.fn(async (_path: string) => {
    const next = answers.shift();
    if (!next || next instanceof Error) throw next ?? new Error('asked once too often');
    return next;
  });
  const keep = new WayKeep(undefined);
  vi.spyOn(keep, 'of').mockResolvedValue(kept);
  const [keeps, forgets] = [vi.spyOn(keep, 'keep'), vi.spyOn(keep, 'forget')];
  const watch = new WayWatch({ get } as unknown as Hall, 'u', 'o', 0, Promise.resolve(keep));
  await settled();
  return { watch, get, keeps, forgets, asked: () => get.mock.calls.map(([path]) => path.split('=')[1]) };
}

test('what was kept is shown at once and replaced by what the hall says', async () => {
  const kept = told({ eta_s: 300 });
  const { watch, keeps, asked } = await watching(kept, told({ streets: null }));
  expect(watch.way).toBe(kept);
  watch.tick(standing(1_000));
  await settled();
  expect(asked()).toEqual(['false']);
  expect(watch.way).toMatchObject({ eta_s: 120, streets });
  expect(keeps).toHaveBeenCalledExactlyOnceWith('u', watch.way);
});

test('streets are asked for by whoever has none, or has left them', async () => {
  const { watch, asked } = await watching(null, told(), told(), told({ streets: null }));
  watch.tick(standing(1_000));
  await settled();
  watch.tick(standing(200_000, { lat: 47.2, lon: 9.5, accuracyM: 8 }));
  await settled();
  watch.tick(standing(400_000, { lat: 47.005, lon: 9.5, accuracyM: 8 }));
  await settled();
  expect(asked()).toEqual(['true', 'true', 'false']);
});

test('a route that leads out of the known streets is asked for again with its own', async () => {
  const elsewhere = told({ route: [9000, 9000, -9000, -9000] });
  const { watch, asked } = await watching(told(), { ...elsewhere, streets: null }, elsewhere);
  watch.tick(standing(1_000));
  await settled();
  expect(asked()).toEqual(['false', 'true']);
  expect(watch.way).toBe(elsewhere);
});

test('without an answer what is known stays, and the hall is asked less and less', async () => {
  const kept = told();
  const failing = Array.from({ length: 9 }, () => new Error('no net'));
  const { watch, get } = await watching(kept, ...failing);
  for (let second = 0; second <= 60; second += 1) {
    watch.tick(standing(second * 1_000));
    await settled();
  }
  // At 0, 4, 12, 28 and 60 seconds.
  expect(get).toHaveBeenCalledTimes(5);
  expect(watch.way).toBe(kept);
});

test('a way is forgotten with its order', async () => {
  const first = await watching(told());
  first.watch.close(false);
  await settled();
  expect(first.forgets).not.toHaveBeenCalled();
  const second = await watching(told());
  second.watch.close(true);
  second.watch.tick(standing(0));
  await settled();
  expect(second.forgets).toHaveBeenCalledExactlyOnceWith('o');
  expect(second.get).not.toHaveBeenCalled();
});
