import { expect, test } from 'vitest';
import { SentAgain } from './sent-again';

test('the same words sent again are the same request, others are another', () => {
  const form = new SentAgain(() => 1_700_000_000_000);
  const first = form.stamp({ kind: 'fire', note: 'a' });
  expect(form.stamp({ kind: 'fire', note: 'a' })).toEqual(first);
  const other = form.stamp({ kind: 'fire', note: 'b' });
  expect(other.id).not.toBe(first.id);
  expect(other).toMatchObject({ kind: 'fire', note: 'b' });
});

test('once answered, the same words are another request', () => {
  const form = new SentAgain(() => 1_700_000_000_000);
  const first = form.stamp({ kind: 'fire' });
  form.forget();
  expect(form.stamp({ kind: 'fire' }).id).not.toBe(first.id);
});
