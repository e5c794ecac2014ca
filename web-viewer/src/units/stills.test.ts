import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Stills } from './stills.svelte';

beforeEach(() => {
  vi.useFakeTimers();
  let made = 0;
  vi.stubGlobal('URL', { createObjectURL: () => `blob:${made++}`, revokeObjectURL: vi.fn() });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('stills come one after another, with their time, and none stays behind', async () => {
  const asked: string[] = [];
  const hall = {
    blob: async (path: string) => {
      asked.push(path);
      return new Blob(['x']);
    },
  };
  let now = 1_000;
  const stills = new Stills();
  const stop = stills.follow({ unit: 'u' }, hall, { now: () => now });
  await vi.advanceTimersByTimeAsync(0);
  expect(stills.newest).toEqual({ url: 'blob:0', at: 1_000 });
  now = 4_000;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(stills.newest).toEqual({ url: 'blob:1', at: 4_000 });
  expect(asked).toEqual(['/api/units/u/still?width=640', '/api/units/u/still?width=640']);
  stop();
  expect(stills.newest).toBeNull();
  expect(URL.revokeObjectURL).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(asked.length).toBe(2);
});

test('a still that does not come is asked for again, and the last one stays with its time', async () => {
  const blob = vi
    .fn()
    .mockResolvedValueOnce(new Blob(['x']))
    .mockRejectedValue(new Error('no net'));
  const stills = new Stills();
  const stop = stills.follow({ desk: 't' }, { blob }, { now: () => 7 });
  await vi.advanceTimersByTimeAsync(6_000);
  expect(blob).toHaveBeenCalledTimes(3);
  expect(blob).toHaveBeenCalledWith('/api/desks/t/still?width=640');
  expect(stills.newest?.at).toBe(7);
  stop();
});
