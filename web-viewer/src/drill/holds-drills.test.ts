import { describe, expect, it } from 'vitest';
import { HallFault } from '../hall/http';
import { holdsDrills } from './holds-drills';

/** A hall that answers with what `answer` gives or throws. */
const aHall = (answer: () => unknown) => ({ get: async <T>() => answer() as T });

describe('the hall holds rehearsals', () => {
  it('if it lists them, be there none yet', async () => {
    expect(await holdsDrills(aHall(() => []))).toBe(true);
  });

  it('not if it knows no such call or says something else', async () => {
    const unknown = () => {
      throw new HallFault(404, { code: 'not_found', message: '' });
    };
    expect(await holdsDrills(aHall(unknown))).toBe(false);
    expect(await holdsDrills(aHall(() => undefined))).toBe(false);
  });
});
