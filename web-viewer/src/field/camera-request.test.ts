import { expect, test } from 'vitest';
import type { ToHall } from '../protocol/ToHall';
import { CameraRequest } from './camera-request.svelte';

const asked = (since: string) =>
  ({ name: 'the watch', role: 'dispatcher', since, until: '2026-11-23T08:02:00.000Z' }) as const;

test('a no is told again to a hall that still asks, and to no other request', () => {
  const told: ToHall[] = [];
  const request = new CameraRequest((word) => told.push(word));
  const [first, second] = [asked('2026-11-23T08:00:00.000Z'), asked('2026-11-23T08:01:00.000Z')];
  const no = { type: 'camera_declined', since: first.since };
  request.told(first);
  expect(request.asked).toEqual(first);
  request.decline();
  expect([request.asked, told]).toEqual([null, [no]]);
  request.decline();
  expect(told).toEqual([no]);
  request.told(first);
  expect([request.asked, told]).toEqual([null, [no, no]]);
  request.told(second);
  expect([request.asked, told.length]).toEqual([second, 2]);
  request.told();
  expect(request.asked).toBeNull();
});
