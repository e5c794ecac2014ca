import { describe, expect, it } from 'vitest';
import { SETTLE_MS, Standing } from './standing';

describe('a key over a list that changes', () => {
  it('means whoever stands there, at once if nobody did before', () => {
    const standing = new Standing();
    standing.drawn([], 0);
    expect(standing.at(0, 0)).toBe('nobody');
    standing.drawn(['a', 'b', 'c'], 10);
    expect(standing.at(1, 10)).toEqual({ unit: 'b' });
    expect(standing.of('c', 10)).toEqual({ unit: 'c' });
    expect(standing.at(3, 10)).toBe('nobody');
  });

  it('means nobody in the places that have just changed, and whoever stands in the others', () => {
    const standing = new Standing();
    standing.drawn(['a', 'b', 'c'], 0);
    standing.drawn(['a', 'c', 'b'], 5_000);
    standing.drawn(['a', 'c', 'b'], 5_100);
    expect(standing.at(0, 5_000)).toEqual({ unit: 'a' });
    expect(standing.at(1, 5_000 + SETTLE_MS - 1)).toBe('changed');
    expect(standing.of('b', 5_000 + SETTLE_MS - 1)).toBe('changed');
    expect(standing.at(1, 5_000 + SETTLE_MS)).toEqual({ unit: 'c' });
  });

  it('means nobody where a unit has just come into a list that was there', () => {
    const standing = new Standing();
    standing.drawn(['a'], 0);
    standing.drawn(['a', 'b'], 900);
    expect(standing.at(1, 901)).toBe('changed');
    standing.drawn([], 2_000);
    expect(standing.of('b', 9_000)).toBe('nobody');
    standing.drawn(['b'], 9_001);
    expect(standing.at(0, 9_002)).toBe('changed');
  });
});
