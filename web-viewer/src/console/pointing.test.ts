import { describe, expect, it } from 'vitest';
import { Pointing } from './pointing.svelte';

const at = { lat: 47, lon: 9 };

describe('a click on the map', () => {
  it('goes to the form that asked last, and to the one before when that is done', () => {
    const pointing = new Pointing();
    const taken: string[] = [];
    const form = pointing.ask(
      () => taken.push('form'),
      () => 'for the form',
    );
    form.place = at;
    const closure = pointing.ask(
      () => taken.push('closure'),
      () => 'for the closure',
    );
    pointing.first?.take(at);
    expect([pointing.first?.hint(), pointing.first?.place]).toEqual(['for the closure', null]);
    closure.release();
    pointing.first?.take(at);
    expect(taken).toEqual(['closure', 'form']);
    expect(pointing.first?.place).toEqual(at);
  });

  it('is not taken from a form by one below it that ends', () => {
    const pointing = new Pointing();
    const below = pointing.ask(
      () => {},
      () => '',
    );
    const form = pointing.ask(
      () => {},
      () => '',
    );
    below.release();
    expect(pointing.first).toBe(form);
    form.release();
    form.release();
    expect(pointing.first).toBeUndefined();
  });
});
