import { expect, test } from 'vitest';
import { OwnPicture } from './own-picture.svelte';

const watcher = { name: 'leader', role: 'leader', since: '2026-11-23T08:00:00.000Z' } as const;

test('that nobody watches is said only while the hall is there to say so', () => {
  const picture = new OwnPicture();
  expect(picture.seen).toBe('unknown');
  picture.greeted();
  expect(picture.seen).toBe('nobody');
  picture.needed = false;
  expect(picture.seen).toBe('rests');
  picture.watchers = [watcher];
  expect(picture.seen).toBe('watched');
  picture.lost();
  expect([picture.seen, picture.needed]).toEqual(['unknown', true]);
});

test('a board that comes anew takes nobody off the list', () => {
  const picture = new OwnPicture();
  picture.greeted();
  picture.watchers = [watcher];
  picture.greeted();
  expect(picture.watchers).toEqual([watcher]);
});
