import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Hall } from './http';

beforeEach(() => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(new Blob(['x']))),
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('a call may take twenty seconds, a photo as long as it needs on a slow line', async () => {
  const timeout = vi.spyOn(AbortSignal, 'timeout');
  const hall = new Hall('token');
  await hall.delete('/api/session');
  await hall.put('/api/photos/1', new Blob([new Uint8Array(400_000)]));
  await hall.blob('/api/photos/1');
  expect(timeout.mock.calls.map(([ms]) => ms)).toEqual([20_000, 120_000, 170_000]);
});

test('an answer that has nothing to say is none', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(null, { status: 204 })),
  );
  expect(await new Hall('token').post('/api/closures', {})).toBeUndefined();
});
