import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hall } from '../hall/http';
import type { PromiseMapView } from '../protocol/PromiseMapView';
import { PromiseShown } from './promise-shown.svelte';

/** A hall whose answers come when the test says so. */
function aSeat(map: () => PromiseMapView | null = () => null) {
  const asked: { path: string; answer: (body: unknown) => void; fail: () => void }[] = [];
  const hall = {
    get: (path: string) =>
      new Promise((resolve, reject) => {
        asked.push({ path, answer: resolve, fail: () => reject(new Error('no')) });
      }),
  } as unknown as Hall;
  return { asked, promise: new PromiseShown(hall, map) };
}

describe('the promise map at a seat', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('shows the unit asked about last, whichever answer comes last', async () => {
    const { asked, promise } = aSeat();
    const both = [promise.imagine('u1', '甲'), promise.imagine('u2', '乙')];
    asked[1]?.answer('second');
    asked[0]?.answer('first');
    await Promise.all(both);
    expect(promise.without).toMatchObject({ unit: 'u2', map: 'second' });
  });

  it('compares with the map of when it was worked out, though that moves on', async () => {
    let now = 'before' as unknown as PromiseMapView;
    const { asked, promise } = aSeat(() => now);
    const imagined = promise.imagine('u1', '甲');
    asked[0]?.answer('without');
    await imagined;
    now = 'later' as unknown as PromiseMapView;
    expect(promise.without).toMatchObject({ map: 'without', before: 'before' });
  });

  it('shows nothing imagined once it is closed', async () => {
    const { asked, promise } = aSeat();
    const imagined = promise.imagine('u1', '甲');
    promise.toggle();
    asked[0]?.answer('late');
    await imagined;
    expect([promise.on, promise.without]).toEqual([false, null]);
  });

  it('keeps the cells that the hall speaks of now, though older ones come later', async () => {
    const { asked, promise } = aSeat();
    const both = [promise.need('old'), promise.need('new'), promise.need('new')];
    expect(asked).toHaveLength(2);
    asked[1]?.answer({ id: 'new' });
    asked[0]?.answer({ id: 'old' });
    await Promise.all(both);
    expect(promise.cells).toEqual({ id: 'new' });
  });

  it('pauses longer and longer after cells that do not come', async () => {
    const { asked, promise } = aSeat();
    promise.toggle();
    for (const pause of [2_000, 4_000, 8_000]) {
      const before = asked.length || 1;
      void promise.need('c');
      expect(asked).toHaveLength(before);
      asked.at(-1)?.fail();
      await vi.advanceTimersByTimeAsync(pause - 1);
      void promise.need('c');
      expect(asked).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(asked).toHaveLength(before + 1);
    }
    asked.at(-1)?.answer({ id: 'c' });
    await vi.advanceTimersByTimeAsync(0);
    expect([promise.cells?.id, promise.fault]).toEqual(['c', undefined]);
  });
});
