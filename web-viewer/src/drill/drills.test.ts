import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Hall, HallFault } from '../hall/http';
import type { DispatchRule } from '../protocol/DispatchRule';
import type { DrillView } from '../protocol/DrillView';
import type { NewDrill } from '../protocol/NewDrill';
import { Drills } from './drills.svelte';

const plan: Omit<NewDrill, 'rule'> = { district: 'present', hours: 1, orders_per_hour: 6, runs: 1 };

/** A hall that lets rehearsals wait for each other, or takes none. */
class Rehearsing {
  drills: DrillView[] = [];
  refuses = false;

  get = async () => this.drills;
  post = async (path: string, body: { rule: DispatchRule }) => {
    if (this.refuses) throw new HallFault(422, { code: 'nobody_on_duty', message: '' });
    const id = String(this.drills.length);
    const drill: DrillView = {
      id,
      plan: { ...plan, ...body },
      of: path.split('/')[3] ?? id,
      incidents: 0,
      started_at: `2026-11-23T08:00:0${id}.000Z`,
      state: this.drills.length === 0 ? 'running' : 'waiting',
      progress_pct: 0,
      score: null,
      fault: null,
    };
    this.drills = [...this.drills, drill];
    return drill;
  };
}

describe('a rehearsal under both rules', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is asked of the hall at once, so that it goes on when nobody looks', async () => {
    const hall = new Rehearsing();
    const drills = new Drills(hall as unknown as Hall);
    expect((await drills.start(plan, ['nearest', 'cover']))?.plan.rule).toBe('nearest');
    drills.close();
    expect(hall.drills.map(({ plan: { rule }, of }) => [rule, of])).toEqual([
      ['nearest', '0'],
      ['cover', '0'],
    ]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hall.drills).toHaveLength(2);
  });

  it('says why it is not taken', async () => {
    const hall = new Rehearsing();
    hall.refuses = true;
    const drills = new Drills(hall as unknown as Hall);
    expect(await drills.start(plan, ['nearest', 'cover'])).toBeNull();
    expect(drills.fault).toBeInstanceOf(HallFault);
    drills.close();
  });
});
