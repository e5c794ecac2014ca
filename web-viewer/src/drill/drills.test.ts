import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Hall, HallFault } from '../hall/http';
import type { DrillView } from '../protocol/DrillView';
import type { NewDrill } from '../protocol/NewDrill';
import { Drills } from './drills.svelte';

const plan = (rule: NewDrill['rule']): NewDrill => ({ rule, units: 5, hours: 1, orders_per_hour: 6, runs: 1 });

/** A hall that runs one rehearsal at a time, or none at all. */
class OneAtATime {
  drills: DrillView[] = [];
  refuses = false;
  asked = 0;

  get = async () => this.drills;
  post = async (_: string, body: NewDrill) => {
    this.asked += 1;
    if (this.refuses || this.drills.some(({ state }) => state === 'running'))
      throw new HallFault(409, { code: 'busy', message: '' });
    const drill: DrillView = {
      id: String(this.drills.length),
      plan: body,
      started_at: `2026-11-23T08:00:0${this.drills.length}.000Z`,
      state: 'running',
      progress_pct: 0,
      score: null,
      fault: null,
    };
    this.drills = [...this.drills, drill];
    return drill;
  };

  finish(): void {
    this.drills = this.drills.map((drill) => ({ ...drill, state: 'done' }));
  }
}

describe('two rehearsals in a hall that runs one at a time', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('run one after the other', async () => {
    const hall = new OneAtATime();
    const drills = new Drills(hall as unknown as Hall);
    expect((await drills.start([plan('nearest'), plan('cover')]))?.plan.rule).toBe('nearest');
    expect(drills.fault).toBeUndefined();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(hall.drills).toHaveLength(1);
    hall.finish();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(hall.drills.map((drill) => drill.plan.rule)).toEqual(['nearest', 'cover']);
    drills.close();
  });

  it('are given up, with a word, when nothing runs that would make room', async () => {
    const hall = new OneAtATime();
    hall.refuses = true;
    const drills = new Drills(hall as unknown as Hall);
    expect(await drills.start([plan('nearest'), plan('cover')])).toBeNull();
    expect(drills.fault).toBeInstanceOf(HallFault);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hall.asked).toBe(1);
    drills.close();
  });
});
