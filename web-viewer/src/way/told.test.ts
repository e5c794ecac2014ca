import { afterEach, beforeEach, expect, test } from 'vitest';
import { language } from '../i18n/language.svelte';
import type { WayView } from '../protocol/WayView';
import { arrivalWords, etaWords, madeWords } from './told';

const MADE = Date.parse('2026-11-29T16:00:00Z');
const way = { made_at: new Date(MADE).toISOString(), eta_s: 300, expected_at: null, in_time_pct: null } as WayView;

beforeEach(() => {
  language.choose('en');
});

afterEach(() => language.choose('zh'));

test('the time left goes down while nobody answers', () => {
  expect(etaWords(way, MADE)).toBe('about 5 min');
  expect(etaWords(way, MADE + 121_000)).toBe('about 3 min');
  expect(etaWords(way, MADE + 600_000)).toBe('less than 1 min');
  expect(etaWords({ ...way, eta_s: null }, MADE)).toBeNull();
});

test('what the hall expects goes before what the road says', () => {
  const expected = { ...way, expected_at: new Date(MADE + 420_000).toISOString(), in_time_pct: 83 };
  expect(etaWords(expected, MADE)).toBe('about 7 min');
  expect(arrivalWords(expected)).toEqual([expect.stringMatching(/^there about \d\d:07$/), '83% in time']);
  expect(arrivalWords(way)).toEqual([expect.stringMatching(/^there about \d\d:05$/)]);
  expect(arrivalWords({ ...way, eta_s: null })).toEqual([]);
});

test('what was worked out from an old position is as old as that', () => {
  const fix_at = new Date(MADE - 20 * 60_000).toISOString();
  expect(madeWords({ ...way, fix_at }, MADE)).toMatchObject({ old: true, text: expect.stringContaining('20 min ago') });
});

test('what is old says so', () => {
  expect(madeWords(way, MADE + 170_000)).toMatchObject({ old: false, text: expect.stringMatching(/\d\d:00$/) });
  expect(madeWords(way, MADE + 240_000)).toEqual({
    old: true,
    text: 'Worked out 4 min ago: it may be different by now',
  });
});
