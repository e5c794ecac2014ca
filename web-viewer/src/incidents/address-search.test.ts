import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hall } from '../hall/http';
import type { FoundPlace } from '../protocol/FoundPlace';
import { AddressSearch } from './address-search.svelte';

const STREET: FoundPlace = { name: '人民路', detail: '瓦杜兹', kind: 'street', matched: 'initials', lat: 47, lon: 9 };
const OTHER: FoundPlace = { ...STREET, name: '人民医院' };

/** A hall that answers when it is let: what it is asked, with the way to answer. */
function aHall() {
  const asked: { path: string; answer: (body: unknown) => void }[] = [];
  const hall = {
    get: (path: string) => new Promise((answer) => asked.push({ path, answer })),
  } as unknown as Hall;
  return { asked, hall, search: new AddressSearch(hall, () => ({ lat: 47.1, lon: 9.5 })) };
}

const settle = () => vi.advanceTimersByTimeAsync(200);

describe('a place as somebody types it', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is sought once typing settles, near to the middle of the map, and chosen by arrows and Enter', async () => {
    const { asked, search } = aHall();
    search.typed('r');
    search.typed('rml');
    await settle();
    expect(asked.map(({ path }) => path)).toEqual(['/api/gazetteer?q=rml&lat=47.10000&lon=9.50000&most=8']);
    asked[0]?.answer({ source: 'district', places: [STREET, OTHER] });
    await settle();
    search.step(1);
    expect(search.enter()).toBe(true);
    expect(search.place).toEqual({ name: '人民医院', address: '瓦杜兹', lat: 47, lon: 9 });
    expect(search.text).toBe('人民医院');
    expect(search.enter()).toBe(false);
  });

  it('takes the first when Enter came before the answer', async () => {
    const { asked, search } = aHall();
    search.typed('rml');
    expect(search.enter()).toBe(true);
    await settle();
    asked[0]?.answer({ source: 'district', places: [STREET, OTHER] });
    await settle();
    expect(search.place?.name).toBe('人民路');
  });

  it('passes over an answer to what was typed before', async () => {
    const { asked, search } = aHall();
    search.typed('rml');
    await settle();
    search.typed('xyz');
    asked[0]?.answer({ source: 'district', places: [STREET] });
    await settle();
    expect(search.hits).toEqual([]);
  });

  it('is clear at once as coordinates or a click, and named when the hall says how', async () => {
    const { asked, search } = aHall();
    search.pointed({ lat: 47.1234567, lon: 9.5 });
    expect(search.text).toBe('47.123457,9.500000');
    expect(search.place).toMatchObject({ lat: 47.123457, lon: 9.5, address: '' });
    asked[0]?.answer({ source: 'district', address: { name: 'Landstrasse 41', town: null, away_m: 12 } });
    await settle();
    expect(search.place?.address).toBe('Landstrasse 41');
    search.typed('47.1,9.5');
    expect(search.place).toMatchObject({ lat: 47.1, lon: 9.5 });
  });

  it('does not change once it was sent, so that it can be sent again', async () => {
    const { asked, search } = aHall();
    search.typed('47.1,9.5');
    const sent = search.settled();
    asked[0]?.answer({ source: 'district', address: { name: 'Landstrasse 41', town: null, away_m: 12 } });
    await settle();
    expect(search.settled()).toEqual(sent);
  });
});
