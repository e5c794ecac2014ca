import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { KeptFile } from '../attachments/attachment';
import { HallFault } from '../hall/http';
import { FileBox, MOST_FILES } from './file-box';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const photo = (sha256: string): KeptFile => ({ sha256, photo: new Blob([sha256]) });
const fault = (status: number, code = 'x') => new HallFault(status, { code, message: '' });

function boxWith(answers: (HallFault | undefined)[], kept: KeptFile[] = []) {
  const put: string[] = [];
  const disk = new Set(kept.map(({ sha256 }) => sha256));
  const counts: number[] = [];
  const refused: unknown[] = [];
  const box = new FileBox(
    {
      put: ({ sha256 }) => {
        put.push(sha256);
        const answer = answers.shift();
        return answer ? Promise.reject(answer) : Promise.resolve();
      },
      keeper: { addFile: ({ sha256 }) => disk.add(sha256), removeFile: (sha256) => disk.delete(sha256) },
      onCount: (count) => counts.push(count),
      onRefused: (why) => refused.push(why),
    },
    kept,
  );
  return { box, put, disk, counts, refused };
}

test('photos go one after the other, and from before a reload first', async () => {
  const { box, put, disk, counts } = boxWith([], [photo('a')]);
  box.add(photo('b'));
  await vi.advanceTimersByTimeAsync(0);
  expect([put, [...disk], counts.at(-1)]).toEqual([['a', 'b'], [], 0]);
});

test('one that does not get through is sent again, ever more rarely, and at once when the line is back', async () => {
  const { box, put, disk } = boxWith([fault(0), fault(503), fault(0)]);
  box.add(photo('a'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(put).toEqual(['a', 'a']);
  await vi.advanceTimersByTimeAsync(1_999);
  expect(put.length).toBe(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(put.length).toBe(3);
  box.retry();
  await vi.advanceTimersByTimeAsync(0);
  expect([put.length, disk.size]).toEqual([4, 0]);
});

test('one that the hall will never have does not hold up the others', async () => {
  const { box, put, disk, refused } = boxWith([fault(413)]);
  box.add(photo('big'));
  box.add(photo('b'));
  await vi.advanceTimersByTimeAsync(0);
  expect([put, disk.size, refused.length]).toEqual([['big', 'b'], 0, 1]);
});

test('one that broke off on its way through something between is no refusal', async () => {
  const { box, put, disk, refused } = boxWith([fault(408, 'broken_off')]);
  box.add(photo('a'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect([put, disk.size, refused]).toEqual([['a', 'a'], 0, []]);
});

test('the box is bounded, and the same photo is in it once', async () => {
  const { box } = boxWith(Array.from({ length: 99 }, () => fault(0)));
  for (let n = 0; n < MOST_FILES; n += 1) expect(box.add(photo(`p${n}`))).toBe(true);
  expect([box.add(photo('p3')), box.add(photo('more'))]).toEqual([true, false]);
});

test('the bytes are at hand until the hall has them', async () => {
  const { box } = boxWith([fault(0)]);
  box.add(photo('a'));
  await vi.advanceTimersByTimeAsync(0);
  expect([box.find('a')?.size, box.find('b')]).toEqual([1, undefined]);
  box.retry();
  await vi.advanceTimersByTimeAsync(0);
  expect(box.find('a')).toBeUndefined();
});
