import { expect, test } from 'vitest';
import { draftsOf, SeatDrafts } from './draft.svelte';

test('what was left on an order is found again', () => {
  const drafts = new SeatDrafts();
  drafts.of('one').message = 'on the way';
  drafts.of('one').fault = 'The hall does not answer.';
  drafts.of('two');
  expect([drafts.of('one').message, drafts.of('one').isEmpty, drafts.of('two').isEmpty]).toEqual([
    'on the way',
    false,
    true,
  ]);
});

test('of many orders those with nothing on them are forgotten first', () => {
  const drafts = new SeatDrafts();
  drafts.of('sent').share = 0.5;
  drafts.of('written').message = 'wait';
  for (let n = 0; n < 200; n += 1) drafts.of(`order-${n}`);
  expect([drafts.of('sent').share, drafts.of('written').message]).toEqual([0.5, 'wait']);
});

test('there are never too many', () => {
  const drafts = new SeatDrafts();
  for (let n = 0; n < 200; n += 1) drafts.of(`order-${n}`).message = `${n}`;
  expect([drafts.of('order-199').message, drafts.of('order-0').message]).toEqual(['199', '']);
});

test('whoever sits down next finds nothing of what was begun before', () => {
  const [one, other] = [{}, {}];
  draftsOf(one).of('order').message = 'mine';
  expect([draftsOf(one).of('order').message, draftsOf(other).of('order').message]).toEqual(['mine', '']);
});
