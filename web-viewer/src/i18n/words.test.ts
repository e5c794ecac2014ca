import { describe, expect, it } from 'vitest';
import { language } from './language.svelte';
import { dictionaries, words } from './words';

// Every dictionary registers itself when its module is read.
const modules = import.meta.glob(['../**/words.ts', '../**/*-words.ts', './faults.ts', './moment.ts'], { eager: true });
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, place]) => place).sort();

/** Product and format names that are the same in both languages. */
const SAME = new Set(['English', '中文', '{n} kbps']);

describe('the dictionaries', () => {
  it('are all read', () => {
    expect(Object.keys(modules).length).toBeGreaterThanOrEqual(8);
    expect(dictionaries.length).toBeGreaterThanOrEqual(Object.keys(modules).length - 1);
  });

  it.each(dictionaries.map((dictionary) => [Object.keys(dictionary.zh)[0], dictionary] as const))(
    'say all in both languages alike: %s …',
    (_first, { zh, en }) => {
      expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
      for (const [key, chinese] of Object.entries(zh)) {
        const english = en[key] ?? '';
        expect(english.trim(), key).not.toBe('');
        expect(places(english), key).toEqual(places(chinese));
        if (SAME.has(chinese) || !/\p{L}/u.test(chinese.replace(/\{\w+\}/g, ''))) continue;
        expect(chinese, key).toMatch(/\p{Script=Han}/u);
        expect(english, key).not.toMatch(/\p{Script=Han}/u);
      }
    },
  );

  it('fill in places, in the language that is chosen', () => {
    const say = words({ far: '还有 {n} 米' }, { far: '{n} m to go' });
    dictionaries.pop();
    language.choose('zh');
    expect(say('far', { n: 30 })).toBe('还有 30 米');
    language.choose('en');
    expect(say('far', { n: 30 })).toBe('30 m to go');
    language.toggle();
    expect(language.current).toBe('zh');
  });
});
