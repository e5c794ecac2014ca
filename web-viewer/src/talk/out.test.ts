import { expect, test } from 'vitest';
import type { OwnTalk } from '../protocol/OwnTalk';
import { isOut } from './out';

const granted: OwnTalk = { state: 'granted', group: { to: 'all' }, since: '', heard_by: 1, units: 1, seats: 0 };
const queued: OwnTalk = { state: 'queued', group: { to: 'all' }, place: 1 };
const called: OwnTalk = { state: 'in_call', with: null, name: 'leader' };
const calling: OwnTalk = { state: 'in_call', with: { with: 'unit', unit: 'u' }, name: 'unit' };

test('nothing is let out that nobody pressed for', () => {
  for (const own of [null, granted, queued, called, { state: 'idle' } as const]) {
    expect(isOut(own, false, false)).toBe(false);
  }
});

test('the first word does not wait for the hall’s yes, but for its turn', () => {
  expect(isOut({ state: 'idle' }, true, false)).toBe(true);
  expect(isOut(granted, true, false)).toBe(true);
  expect(isOut(queued, true, false)).toBe(false);
  expect(isOut({ state: 'ended', why: 'preempted', by: 'leader' }, true, false)).toBe(false);
});

test('the caller speaks, and who is called once they answer', () => {
  expect(isOut(calling, false, false)).toBe(true);
  expect(isOut(called, true, false)).toBe(false);
  expect(isOut(called, false, true)).toBe(true);
});
