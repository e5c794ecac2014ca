import { expect, test } from 'vitest';
import { amapLink, baiduLink, navigationLink } from './navigation';

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

test('Amap gets its own datum, east before north', () => {
  const [, to] = /to=([^&]*)&.*coordinate=gaode/.exec(amapLink(place)) ?? [];
  const [lon, lat, name] = (to ?? '').split(',');
  // Some 480 m to the south-east, as all of Shanghai is moved.
  expect(Number(lat)).toBeCloseTo(31.4031, 3);
  expect(Number(lon)).toBeCloseTo(121.4937, 3);
  expect(decodeURIComponent(name ?? '')).toBe(place.name);
});

test('Baidu gets its own, by the name that its app has on the phone', () => {
  const android = decodeURIComponent(baiduLink({ ...place, name: 'A|B' }, 'Mozilla/5.0 (Linux; Android 15)'));
  const [, lat, lon, name] = /^bdapp:.*latlng:([\d.]+),([\d.]+)\|name:([^&]*)&coord_type=bd09ll/.exec(android) ?? [];
  expect(Number(lat)).toBeCloseTo(31.409, 3);
  expect(Number(lon)).toBeCloseTo(121.5002, 3);
  expect(name).toBe('A B');
  expect(baiduLink(place, 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0)')).toMatch(/^baidumap:/);
});
