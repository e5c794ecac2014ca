import { expect, test } from 'vitest';
import type { Entry } from '../protocol/Entry';
import type { Message } from '../protocol/Message';
import type { Party } from '../protocol/Party';
import { charsOf, sighted, threadOf, wordsOf } from './thread';

const HALL: Party = { party: 'hall', by: 'p1' };
const UNIT: Party = { party: 'unit', unit: 'u1' };
const OTHER: Party = { party: 'unit', unit: 'u2' };
const AT = '2026-11-23T08:01:00.000Z';

const message = (id: string, from: Party, ...readers: Party[]): Message => ({
  id,
  from,
  at: AT,
  error_ms: 0,
  learnt_at: AT,
  text: `words of ${id}`,
  read: readers.map((by) => ({ by, at: AT, learnt_at: AT })),
});

const told = (id: string, what: Record<string, unknown>): Entry =>
  ({ id, at: AT, at_error_ms: 5, order: 'o', assignment: 'a', ...what }) as Entry;

test('each side is to read what the other wrote, and sees who has read what it wrote itself', () => {
  const messages = [message('m1', HALL, OTHER), message('m2', UNIT, { party: 'hall', by: 'p2' }), message('m3', OTHER)];
  const ofUnit = threadOf(messages, { unit: 'u1' });
  expect(ofUnit.map(({ own, unread }) => [own, unread])).toEqual([
    [false, true],
    [true, false],
    [false, true],
  ]);
  expect(ofUnit.map(({ readers }) => readers.length)).toEqual([0, 1, 0]);
  const ofHall = threadOf(messages, 'hall');
  expect(ofHall.map(({ own, unread }) => [own, unread])).toEqual([
    [true, false],
    [false, false],
    [false, true],
  ]);
  expect(ofHall[0]?.readers.map(({ by }) => by)).toEqual([OTHER]);
  expect(threadOf(messages, { unit: 'u2' }).map(({ unread }) => unread)).toEqual([false, true, false]);
});

test('what waits in the outbox is shown as waiting until the order holds it', () => {
  const entries = [
    told('m2', { told: 'message', text: 'in' }),
    told('e1', { told: 'messages_read', messages: ['m1'] }),
    told('e2', { told: 'reported', text: 'all quiet', photo: null }),
  ];
  const before = threadOf([message('m1', HALL)], { unit: 'u1' }, entries);
  expect(before.map(({ id, waiting, unread }) => [id, waiting, unread])).toEqual([
    ['m1', false, false],
    ['m2', true, false],
  ]);
  const after = threadOf([message('m1', HALL), message('m2', UNIT)], { unit: 'u1' }, entries);
  expect(after.map(({ id, waiting }) => [id, waiting])).toEqual([
    ['m1', false],
    ['m2', false],
  ]);
});

test('what is pasted becomes words that the hall takes', () => {
  expect(wordsOf('  back\tdoor\r\ncode\u0007 4711 \n')).toBe('back door\ncode  4711');
  expect(wordsOf(' \n\t ')).toBe('');
  expect(charsOf('门🚪')).toBe(2);
});

test('what goes with a message is shown with it, in the outbox as in the order', () => {
  const attachment = { sha256: 'ab', media_type: 'image/jpeg', bytes: 4 } as const;
  const waiting = threadOf([], { unit: 'u1' }, [told('m1', { told: 'message', text: '', attachment })]);
  const known = threadOf([{ ...message('m1', UNIT), text: '', attachment }], { unit: 'u1' });
  expect([...waiting, ...known].map((line) => [line.attachment, line.waiting])).toEqual([
    [attachment, true],
    [attachment, false],
  ]);
});

test('a message is seen once half of it is on the screen, or half of its frame is full of it', () => {
  const seen = (shown: number, whole: number) =>
    sighted({ intersectionRect: { height: shown }, boundingClientRect: { height: whole } }, 280);
  expect([seen(49, 100), seen(50, 100), seen(139, 900), seen(140, 900), seen(0, 0)]).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
});
