import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HallFault } from '../hall/http';
import { retried, WITHIN_MS } from './retried';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const there = () => new AbortController().signal;
const unreachable = () => new HallFault(0, { code: 'hall_unreachable', message: '' });

it('asks again until it comes', async () => {
  const get = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(unreachable())
    .mockRejectedValueOnce(new TypeError());
  const came = retried(get.mockResolvedValue('bytes'), there());
  await vi.advanceTimersByTimeAsync(500 + 999);
  expect(get).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(await came).toBe('bytes');
});

it('takes a refusal as it is', async () => {
  const get = vi.fn(() => Promise.reject(new HallFault(404, { code: 'not_found', message: '' })));
  await expect(retried(get, there())).rejects.toThrow(HallFault);
  expect(get).toHaveBeenCalledOnce();
});

it('gives up at its deadline, and at once when nobody waits any more', async () => {
  const get = vi.fn(() => Promise.reject(unreachable()));
  const failed = expect(retried(get, there())).rejects.toThrow(HallFault);
  await vi.advanceTimersByTimeAsync(WITHIN_MS);
  await failed;
  expect(vi.getTimerCount()).toBe(0);

  const closing = new AbortController();
  const closed = expect(retried(get, closing.signal)).rejects.toThrow(HallFault);
  await vi.advanceTimersByTimeAsync(100);
  closing.abort();
  await closed;
  expect(vi.getTimerCount()).toBe(0);
});
