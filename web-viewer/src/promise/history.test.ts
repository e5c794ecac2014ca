import { describe, expect, it } from 'vitest';
import { areaPath, holeHistory } from './history';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const minute = (ago: number, covered: number) => ({
  at: new Date(NOW - ago * 60_000).toISOString(),
  covered,
  covered_twice: 0,
});

describe('the history of holes', () => {
  it('is nothing while the hall knows of no minute, or of old ones only', () => {
    expect(holeHistory([], NOW)).toBeNull();
    expect(holeHistory([minute(7 * 60, 900)], NOW)).toBeNull();
  });

  it('draws minutes that are missing as a gap', () => {
    const history = holeHistory([minute(20, 990), minute(19, 980), minute(10, 950), minute(9, 1000)], NOW);
    expect(history?.runs.map((run) => run.map(({ hole }) => hole))).toEqual([
      [10, 20],
      [50, 0],
    ]);
    expect(history?.worst).toEqual({ at: NOW - 10 * 60_000, hole: 50 });
  });

  it('has a scale of a tenth at least, and of what it takes', () => {
    expect(holeHistory([minute(1, 999)], NOW)?.scale).toBe(100);
    expect(holeHistory([minute(1, 640)], NOW)?.scale).toBe(400);
  });

  it('does not stretch a few minutes over the whole strip', () => {
    const history = holeHistory([minute(3, 900)], NOW);
    expect(history && (history.to - history.from) / 60_000).toBe(30);
  });

  it('steps from minute to minute', () => {
    const history = holeHistory([minute(30, 900), minute(29, 950)], NOW);
    const [run] = history?.runs ?? [];
    expect(history && run && areaPath(history, run, 300, 20)).toBe('M0.0 20L0.0 0.0H10.0L10.0 10.0H20.0V20Z');
  });
});
