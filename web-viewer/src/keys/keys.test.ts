import { describe, expect, it } from 'vitest';
import { deed, KEYS, worksEverywhere } from './keys';

const pressed = (key: string, other = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...other,
});

describe('a key', () => {
  it.each([
    ['n', 'new_incident'],
    ['D', 'dispatch'],
    ['?', 'help'],
    ['1', { dispatch: 0 }],
    ['5', { dispatch: 4 }],
    ['6', null],
    ['0', null],
    ['x', null],
    ['constructor', null],
  ])('%s does %j', (key, does) => {
    expect(deed(pressed(key), false)).toEqual(does);
  });

  it('is none while somebody types, with another key held, or when held itself', () => {
    expect(deed(pressed('d'), true)).toBeNull();
    expect(deed(pressed('d', { ctrlKey: true }), false)).toBeNull();
    expect(deed(pressed('d', { metaKey: true }), false)).toBeNull();
    expect(deed(pressed('d', { repeat: true }), false)).toBeNull();
  });

  it('sends, raises and looks at nothing on a page without the map', () => {
    expect(Object.values(KEYS).filter(worksEverywhere)).toEqual(['undo', 'mute', 'help']);
    expect(worksEverywhere({ dispatch: 0 })).toBe(false);
  });
});
