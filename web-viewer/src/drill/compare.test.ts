import { describe, expect, it } from 'vitest';
import type { DrillScore } from '../protocol/DrillScore';
import type { DrillView } from '../protocol/DrillView';
import { betterOf, bothRules, changePct, figureOf } from './compare';

function aScore(late_share: number): DrillScore {
  return {
    orders: 100,
    arrived_in_limit: 90,
    all_legs_in_limit: 88,
    late_share,
    mean_response_s: 400,
    p90_response_s: 800,
    moves_km: 0,
    breaches: 10,
    announced_4min: 9,
    false_alarms: 1,
    reliability_error: 0.04,
    unavoidable_late_share: 0.03,
    wall_s: 3,
  };
}

function aDrill(id: string, rule: 'nearest' | 'cover', score: DrillScore | null, of = '1'): DrillView {
  const plan = { rule, district: 'present', units: 15, hours: 8, orders_per_hour: 12, runs: 4 } as const;
  const started_at = `2026-11-23T08:00:0${id}.000Z`;
  return { id, plan, of, incidents: 40, started_at, state: 'done', progress_pct: 100, score, fault: null };
}

describe('two rehearsals side by side', () => {
  it('are the latest of the same district, whatever the rule', () => {
    const drills = [
      aDrill('1', 'nearest', aScore(0.1)),
      aDrill('2', 'cover', aScore(0.08)),
      aDrill('3', 'cover', aScore(0.07)),
      aDrill('4', 'cover', aScore(0.01), '4'),
      aDrill('5', 'cover', null),
    ];
    const [first, second] = drills;
    expect(bothRules(drills, first as DrillView)).toMatchObject({
      nearest: { late_share: 0.1 },
      cover: { late_share: 0.07 },
    });
    expect(bothRules(drills, second as DrillView).cover?.late_share).toBe(0.08);
    expect(bothRules(drills, drills[3] as DrillView)).toMatchObject({ nearest: null, cover: { late_share: 0.01 } });
  });

  it('say which is better, in the sense of each figure', () => {
    expect(betterOf('less', 0.1, 0.08)).toBe('cover');
    expect(betterOf('more', 0.1, 0.08)).toBe('nearest');
    expect(betterOf('less', 0.1, 0.1)).toBeNull();
    expect(betterOf(null, 1, 2)).toBeNull();
    expect(betterOf('less', null, 2)).toBeNull();
  });

  it('reckon shares of what there was', () => {
    expect(figureOf(aScore(0.1), 'announced_share')).toBe(0.9);
    expect(figureOf(aScore(0.1), 'false_alarms')).toBe(1);
    expect(figureOf({ ...aScore(0), breaches: 0 }, 'announced_share')).toBeNull();
    expect(changePct(0.1, 0.08)).toBeCloseTo(-20);
    expect(changePct(0, 0.08)).toBeNull();
  });
});
