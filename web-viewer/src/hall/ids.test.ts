import { expect, test } from 'vitest';
import { hex, Ids } from './ids';

test('an identity is a version 7 UUID that carries its millisecond', () => {
  const id = new Ids().next(Date.UTC(2026, 10, 23, 8, 15, 0, 250));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 23, 8, 15, 0, 250));
});

test('identities rise, within a millisecond, past its end and when the clock steps back', () => {
  const ids = new Ids();
  const made = Array.from({ length: 10_000 }, (_, n) => ids.next(n < 9_000 ? 1_700_000_000_000.5 : 1_600_000_000_000));
  expect(new Set(made).size).toBe(made.length);
  expect([...made].sort()).toEqual(made);
});

test('bytes are written with both digits', () => {
  expect(hex([0, 10, 255])).toBe('000aff');
});
