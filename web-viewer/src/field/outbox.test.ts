import { expect, test } from 'vitest';
import type { Entry } from '../protocol/Entry';
import { BATCH, CAPACITY, Outbox, WINDOW } from './outbox';

let made = 0;
const common = () => ({ id: `e${made++}`, at: '2026-11-23T08:15:00.000Z', at_error_ms: 5 });
const tap = (): Entry => ({ ...common(), told: 'accept', order: 'o', assignment: 'a' });
const fix = (): Entry => ({
  ...common(),
  told: 'fix',
  fix: {
    at: { lat: 47, lon: 9 },
    accuracy_m: 5,
    speed_mps: null,
    heading_deg: null,
    altitude_m: null,
    mock: false,
    battery_pct: null,
    taken_at: '2026-11-23T08:15:00.000Z',
    taken_at_error_ms: 5,
    datum: null,
  },
});

/** A disk that remembers what an outbox keeps on it. */
function disk() {
  const kept = new Map<string, Entry>();
  return {
    kept,
    add: (entry: Entry) => void kept.set(entry.id, entry),
    remove: (id: string) => void kept.delete(id),
  };
}

const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);

test('entries go in batches in the sequence they were made, no more at once than the window', () => {
  const outbox = new Outbox(disk());
  const all = Array.from({ length: 200 }, tap);
  for (const each of all) outbox.add(each);
  const sent = [outbox.nextBatch(), outbox.nextBatch(), outbox.nextBatch()];
  expect(sent.map(({ length }) => length)).toEqual([BATCH, WINDOW - BATCH, 0]);
  expect(ids(sent.flat())).toEqual(ids(all.slice(0, WINDOW)));
  for (const each of sent.flat()) outbox.answered(each.id);
  expect(ids([...outbox.nextBatch(), ...outbox.nextBatch()])).toEqual(ids(all.slice(WINDOW)));
});

test('an entry stays until it is answered, on the disk too, and leaves once', () => {
  const keeper = disk();
  const outbox = new Outbox(keeper);
  const one = tap();
  outbox.add(one);
  outbox.nextBatch();
  expect([outbox.entries.length, keeper.kept.size]).toEqual([1, 1]);
  expect(outbox.answered(one.id)).toBe(one);
  expect(outbox.answered(one.id)).toBeUndefined();
  expect([outbox.entries.length, keeper.kept.size]).toEqual([0, 0]);
});

test('after a lost link everything unanswered is sent again, in the same sequence under the same ids', () => {
  const outbox = new Outbox(disk());
  const all = Array.from({ length: 5 }, tap);
  for (const each of all) outbox.add(each);
  outbox.nextBatch();
  outbox.answered(all[1]?.id ?? '');
  outbox.lostLink();
  expect(ids(outbox.nextBatch())).toEqual(ids(all.filter((_, n) => n !== 1)));
});

test('a reload goes on where it stopped', () => {
  const keeper = disk();
  const before = new Outbox(keeper);
  const all = [tap(), fix(), tap()];
  for (const each of all) before.add(each);
  const after = new Outbox(keeper, [...keeper.kept.values()]);
  expect(ids(after.nextBatch())).toEqual(ids(all));
});

test('when it is full the oldest fix that is not under way makes room, on the disk too', () => {
  const keeper = disk();
  const outbox = new Outbox(keeper);
  const first = [tap(), fix()];
  for (const each of first) outbox.add(each);
  outbox.nextBatch();
  const next = fix();
  outbox.add(next);
  while (outbox.entries.length < CAPACITY) outbox.add(tap());
  const last = tap();
  expect(outbox.add(last)).toBe(true);
  expect(outbox.entries.length).toBe(CAPACITY);
  expect(ids(outbox.entries)).toEqual(expect.arrayContaining([...ids(first), last.id]));
  expect([ids(outbox.entries).includes(next.id), keeper.kept.has(next.id)]).toEqual([false, false]);
});

test('full of taps it takes no more, rather than lose one', () => {
  const outbox = new Outbox(disk());
  const all = Array.from({ length: CAPACITY }, tap);
  for (const each of all) outbox.add(each);
  expect(outbox.add(tap())).toBe(false);
  expect(ids(outbox.entries)).toEqual(ids(all));
});

test('an entry that the hall cannot read does not hold up the others', () => {
  const outbox = new Outbox(disk());
  const [good, bad, rest] = [tap(), tap(), tap()];
  for (const each of [good, bad, rest]) outbox.add(each);
  outbox.nextBatch();
  expect(outbox.unreadable()).toBeUndefined();
  expect(ids(outbox.nextBatch())).toEqual([good.id]);
  expect(outbox.nextBatch()).toEqual([]);
  outbox.answered(good.id);
  expect(ids(outbox.nextBatch())).toEqual([bad.id]);
  expect(outbox.unreadable()).toBe(bad);
  expect(ids(outbox.nextBatch())).toEqual([rest.id]);
  outbox.answered(rest.id);
  const more = [tap(), tap()];
  for (const each of more) outbox.add(each);
  expect(ids(outbox.nextBatch())).toEqual(ids(more));
});

test('a call for help goes before all that is not under way', () => {
  const box = new Outbox({ add: () => {}, remove: () => {} });
  const told = (id: string, what: string) => ({ id, told: what, at: '', at_error_ms: 0 }) as unknown as Entry;
  for (const id of ['a', 'b']) box.add(told(id, 'go_on_duty'));
  box.nextBatch();
  box.add(told('c', 'go_off_duty'));
  box.add(told('help', 'sos'));
  expect(box.entries.map(({ id }) => id)).toEqual(['a', 'b', 'help', 'c']);
  expect(box.nextBatch().map(({ id }) => id)).toEqual(['help', 'c']);
});
