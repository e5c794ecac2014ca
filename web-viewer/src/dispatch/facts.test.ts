import { describe, expect, it } from 'vitest';
import type { Recommendation } from '../protocol/Recommendation';
import { chanceTone, coverageText, doubts, facts, marginText, runnerUpText } from './facts';

function aUnit(other: Partial<Recommendation> = {}): Recommendation {
  return {
    unit: 'u1',
    name: '王芳',
    mode: 'car',
    eta_s: 300,
    route_s: 240,
    guessed: false,
    margin_s: 600,
    on_time_pct: 95,
    chance: 'good',
    fix_age_s: 5,
    stale: false,
    unreachable: false,
    doubts: [],
    battery_pct: 80,
    battery_low: false,
    shift_ends_in_s: 7_200,
    shift_ends_before: false,
    busy_with: null,
    coverage_lost: 0,
    ...other,
  };
}

const nowhere = () => null;

describe('what speaks for and against a unit', () => {
  it('is nothing against one that is free, fresh and near', () => {
    expect(doubts(aUnit(), nowhere)).toEqual([]);
    expect(facts(aUnit(), nowhere).map(({ about }) => about)).toEqual([
      'task',
      'fix',
      'phone',
      'battery',
      'shift',
      'coverage',
      'mode',
    ]);
  });

  it.each<[Partial<Recommendation>, string, string]>([
    [{ stale: true, fix_age_s: 190 }, 'fix', '定位陈旧 3 分前'],
    [{ unreachable: true, doubts: ['deaf'] }, 'phone', '电话失联'],
    [{ doubts: ['notifications_off', 'battery_low'] }, 'phone', '通知已关闭'],
    [{ battery_pct: 12, battery_low: true }, 'battery', '电量 12%'],
    [{ shift_ends_in_s: 600, shift_ends_before: true }, 'shift', '10 分钟后下班'],
    [{ busy_with: 'o1' }, 'task', '在办：火车站'],
    [{ guessed: true }, 'guess', '无道路数据，按距离估算'],
  ])('%j counts against it', (other, about, text) => {
    expect(doubts(aUnit(other), () => '火车站')).toMatchObject([{ about, text }]);
  });

  it('says how much of the limit and of the coverage is left', () => {
    expect(marginText(aUnit())).toBe('余量 10:00');
    expect(marginText(aUnit({ margin_s: -65 }))).toBe('超时 01:05');
    expect(marginText(aUnit({ margin_s: null }))).toBe('不限时');
    expect(coverageText(aUnit({ coverage_lost: 34 }))).toBe('覆盖 −3.4%');
    expect(coverageText(aUnit())).toBe('覆盖不减');
    const chances = ['good', 'doubtful', 'bad'] as const;
    expect(chances.map((chance) => chanceTone({ chance }))).toEqual(['good', 'warn', 'bad']);
  });

  it('sets the runner-up beside it', () => {
    const answer = { rule: 'cover', nearest: 'u2', cover: 'u1', moves: [] } as const;
    const second = aUnit({ unit: 'u2', name: '李强', eta_s: 360 });
    expect(runnerUpText({ ...answer, moves: [], units: [aUnit(), second] })).toBe('次选 李强，晚 01:00');
    expect(runnerUpText({ ...answer, moves: [], units: [second, aUnit()] })).toBe('次选 王芳，早 01:00');
    expect(runnerUpText({ ...answer, moves: [], units: [aUnit()] })).toBe('没有次选');
  });
});
