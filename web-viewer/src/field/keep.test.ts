import { afterEach, expect, test, vi } from 'vitest';
import type { Entry } from '../protocol/Entry';
import { Keep } from './keep';

/** What stands in for the browser's database: requests succeed at once, transactions end when the test says. */
function fakeDatabase() {
  const transactions: { options: unknown; oncomplete?: () => void; onabort?: () => void; deleted: unknown[] }[] = [];
  const database = {
    transaction: (_store: string, _mode: string, options: unknown) => {
      const one = {
        options,
        deleted: [] as unknown[],
        error: new DOMException('full', 'QuotaExceededError'),
        objectStore: () => ({
          add: () => ({ result: transactions.length }),
          delete: (key: unknown) => {
            one.deleted.push(key);
            return { result: undefined };
          },
        }),
      };
      transactions.push(one);
      return one;
    },
  };
  const opening: { result: unknown; onsuccess?: () => void } = { result: database };
  vi.stubGlobal('indexedDB', { open: () => opening });
  return { transactions, opened: () => opening.onsuccess?.() };
}

async function openKeep() {
  const { transactions, opened } = fakeDatabase();
  const failed = vi.fn();
  const opening = Keep.open('u', failed);
  opened();
  return { keep: await opening, transactions, failed };
}

afterEach(() => vi.unstubAllGlobals());

const entry = { id: 'e1' } as Entry;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('what is kept is asked to be on the disk, and is taken away only once it is there', async () => {
  const { keep, transactions, failed } = await openKeep();
  keep.add(entry);
  keep.remove('e1');
  await settled();
  expect(transactions).toHaveLength(1);
  expect(transactions[0]?.options).toEqual({ durability: 'strict' });
  transactions[0]?.oncomplete?.();
  await settled();
  expect(transactions[1]?.deleted).toEqual([1]);
  expect(failed).not.toHaveBeenCalled();
});

test('a full disk is told, though the request itself went well', async () => {
  const { keep, transactions, failed } = await openKeep();
  keep.add(entry);
  transactions[0]?.onabort?.();
  await settled();
  expect(failed).toHaveBeenCalledOnce();
});
