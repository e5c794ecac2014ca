import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ByHand } from './by-hand.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a desk is recorded and no more, and what another seat began is seen', async () => {
  const going: { id: string }[] = [];
  const hall = {
    get: vi.fn(async () => [...going]),
    post: vi.fn(async () => ({ id: 'r1' })),
    delete: vi.fn(async () => {}),
  };
  const byHand = new ByHand({ desk: 't' }, hall as never);
  const stop = byHand.follow();
  await vi.advanceTimersByTimeAsync(0);
  expect(hall.get).toHaveBeenCalledWith('/api/recordings?desk=t&going_on=true');
  expect(byHand.now).toBeNull();
  await byHand.turn();
  expect(hall.post).toHaveBeenCalledWith('/api/recordings', { desk: 't' });
  expect(byHand.now?.id).toBe('r1');
  await byHand.turn();
  expect(hall.delete).toHaveBeenCalledWith('/api/recordings/r1');
  expect(byHand.now).toBeNull();
  going.push({ id: 'r2' });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(byHand.now?.id).toBe('r2');
  stop();
  going.pop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(byHand.now?.id).toBe('r2');
});

test('soon after it began it is known whether the hall reads the picture', async () => {
  const hall = {
    get: vi.fn(async () => [{ id: 'r1', unreadable: 'AV1' }]),
    post: vi.fn(async () => ({ id: 'r1', unreadable: null })),
    delete: async () => {},
  };
  const byHand = new ByHand({ unit: 'u' }, hall as never);
  await byHand.turn();
  expect(byHand.now?.unreadable).toBeNull();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(byHand.now?.unreadable).toBe('AV1');
});

test('a unit that cannot be recorded is said to be so', async () => {
  const refused = new Error('not live');
  const hall = { get: async () => [], post: vi.fn().mockRejectedValue(refused), delete: async () => {} };
  const byHand = new ByHand({ unit: 'u' }, hall as never);
  await byHand.turn();
  expect(hall.post).toHaveBeenCalledWith('/api/recordings', { unit: 'u' });
  expect([byHand.now, byHand.fault, byHand.busy]).toEqual([null, refused, false]);
});
