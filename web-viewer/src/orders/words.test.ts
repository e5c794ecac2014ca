import { afterEach, expect, test } from 'vitest';
import { UNDONE } from '../dispatch/dispatching.svelte';
import { language } from '../i18n/language.svelte';
import { sayCancelled } from './words';

afterEach(() => language.choose('zh'));

test('an order that was taken back says so in the language of the screen, a typed reason stands as it is', () => {
  expect([sayCancelled(UNDONE), sayCancelled('误报')]).toEqual(['派出后立即撤销', '误报']);
  language.choose('en');
  expect([sayCancelled(UNDONE), sayCancelled('误报')]).toEqual(['taken back at once', '误报']);
});
