import { describe, expect, it } from 'vitest';
import { conditionOf, permissionsHere } from './condition';

/** A browser that has decided as `states` say, and knows no other permission. */
function aBrowser(states: Record<string, PermissionState>) {
  return {
    query: async ({ name }: PermissionDescriptor) => {
      const state = states[name];
      if (!state) throw new TypeError(name);
      return { state } as PermissionStatus;
    },
  };
}

describe('what the page says of itself when it is tested', () => {
  it('is that a position may be had while it is open, at best', async () => {
    expect(await permissionsHere(aBrowser({ geolocation: 'granted', notifications: 'granted' }))).toEqual({
      location: 'while_in_use',
      notifications: true,
      battery_exempt: false,
    });
    expect(await permissionsHere(aBrowser({ geolocation: 'denied', notifications: 'prompt' }))).toEqual({
      location: 'denied',
      notifications: false,
      battery_exempt: false,
    });
  });

  it('is nothing of permissions that the officer has not decided or the browser does not tell', async () => {
    expect(await permissionsHere(aBrowser({ geolocation: 'prompt', notifications: 'granted' }))).toBeNull();
    expect(await permissionsHere(aBrowser({ geolocation: 'granted' }))).toBeNull();
  });

  it('names the age of the latest fix in whole seconds, never below none', () => {
    expect(conditionOf(null, 80, 1_000, 4_900)).toEqual({ permissions: null, battery_pct: 80, fix_age_s: 3 });
    expect(conditionOf(null, null, 5_000, 4_900).fix_age_s).toBe(0);
    expect(conditionOf(null, null, null, 4_900).fix_age_s).toBeNull();
  });
});
