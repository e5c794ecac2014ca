import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HallFault } from '../hall/http';
import { Arriving } from './arriving.svelte';
import { attachmentOf, kindOf, placeOf } from './attachment';
import { lengthText } from './length';

const NOW = '2026-05-01T08:00:00Z';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(NOW) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('a message names a file by its content, its kind and its size', () => {
  const photo = new Blob(['1234'], { type: 'audio/webm' });
  expect(attachmentOf({ sha256: 'ab', photo })).toEqual({ sha256: 'ab', media_type: 'audio/webm', bytes: 4 });
  expect(['audio/ogg', 'image/jpeg', 'video/mp4', 'text/html'].map(kindOf)).toEqual([
    'sound',
    'photo',
    'clip',
    undefined,
  ]);
  expect(placeOf('ab')).toBe('/api/attachments/ab');
});

test.each([
  [null, '–:––'],
  [0, '0:00'],
  [7_400, '0:07'],
  [59_600, '1:00'],
  [125_000, '2:05'],
])('%s ms are %s', (ms, text) => {
  expect(lengthText(ms)).toBe(text);
});

test('bytes that are still on their way are asked for until they come, and their address goes with them', async () => {
  const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:1');
  const gone = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  const answers = [new HallFault(404, { code: 'not_found', message: '' }), new Blob(['x'])];
  const arriving = new Arriving(async () => {
    const answer = answers.shift();
    if (answer instanceof Blob) return answer;
    throw answer;
  }, NOW);
  await vi.advanceTimersByTimeAsync(0);
  expect([arriving.coming, arriving.url]).toEqual([true, '']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([arriving.bytes?.size, arriving.url]).toEqual([1, 'blob:1']);
  arriving.close();
  expect([made.mock.calls.length, gone.mock.calls]).toEqual([1, [['blob:1']]]);
});

test('a refusal ends the asking', async () => {
  const get = vi.fn().mockRejectedValue(new HallFault(403, { code: 'forbidden', message: '' }));
  const arriving = new Arriving(get, NOW);
  await vi.advanceTimersByTimeAsync(120_000);
  expect([get.mock.calls.length, arriving.fault]).toEqual([1, expect.any(HallFault)]);
});
