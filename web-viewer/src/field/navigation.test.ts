import { expect, test } from 'vitest';
import { navigationLink } from './navigation';

const place = { name: '友谊路 (东)', address: '', lat: 31.4051, lon: 121.48912345 };

test('Android and others get a geo: URI with the place’s name', () => {
  const link = navigationLink(place, 'Mozilla/5.0 (Linux; Android 15)');
  expect(link).toBe(`geo:31.405100,121.489123?q=31.405100,121.489123(${encodeURIComponent('友谊路  东')})`);
});

test('Apple gets its maps', () => {
  expect(navigationLink({ ...place, name: '' }, 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0)')).toBe(
    'https://maps.apple.com/?daddr=31.405100,121.489123',
  );
});
