import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askUntilItComes } from './asked-again';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks until it comes, then hands it over once', async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error('no net')).mockResolvedValue('part');
  const take = vi.fn();
  askUntilItComes(load, take);
  await vi.advanceTimersByTimeAsync(2_999);
  expect(take).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(take.mock.calls).toEqual([['part']]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(load).toHaveBeenCalledTimes(2);
});

it('is called off', async () => {
  const take = vi.fn();
  const stop = askUntilItComes(() => Promise.reject(new Error('no net')), take);
  await vi.advanceTimersByTimeAsync(1);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(vi.getTimerCount()).toBe(0);
  expect(take).not.toHaveBeenCalled();
});
