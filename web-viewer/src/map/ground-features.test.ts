import { describe, expect, it } from 'vitest';
import { bearing, cellFeatures, changedCells, closureFeatures, moveFeatures, reachFeatures } from './ground-features';

const at = (lat: number, lon: number) => ({ lat, lon });

describe('the ground', () => {
  it('has a closed shape for each cell, with its place as id', () => {
    const { features } = cellFeatures({
      id: 'c',
      borders: [
        [47_000_000, 9_000_000, 47_000_000, 9_100_000, 47_100_000, 9_000_000],
        [1, 2, 3, 4, 1, 2],
      ],
    });
    expect(features.map(({ id }) => id)).toEqual([0, 1]);
    expect(features[0]?.geometry.coordinates[0]).toEqual([
      [9, 47],
      [9.1, 47],
      [9, 47.1],
      [9, 47],
    ]);
    expect(features[1]?.geometry.coordinates[0]).toHaveLength(3);
  });

  it('changes only the cells whose cover changed', () => {
    expect(changedCells('', '012')).toEqual([0, 1, 2]);
    expect(changedCells('012', '012')).toEqual([]);
    expect(changedCells('012', '022')).toEqual([1]);
  });

  it('draws a move with its direction, or none', () => {
    expect(moveFeatures(null).features).toEqual([]);
    const move = { unit: 'u', name: '王芳', from: at(47, 9), to: at(47, 9.1), gains: 1, route_s: 60 };
    const [line, end] = moveFeatures(move).features;
    expect(line?.geometry.type).toBe('LineString');
    expect(end?.properties).toMatchObject({ text: '王芳' });
    expect(end?.properties?.bearing).toBeCloseTo(90);
  });

  it.each([
    [at(48, 9), 0],
    [at(46, 9), 180],
    [at(47, 8.9), 270],
  ])('knows directions (%j)', (to, degrees) => {
    expect(bearing(at(47, 9), to)).toBeCloseTo(degrees);
  });

  it('closes rings and draws closures as discs of their size', () => {
    const { features } = reachFeatures({ seconds: 900, guessed: true, rings: [[at(47, 9), at(47, 9.1), at(47.1, 9)]] });
    expect(features[0]?.geometry.coordinates[0]).toHaveLength(4);
    expect(features[0]?.properties).toEqual({ guessed: true });
    expect(reachFeatures(null).features).toEqual([]);
    const closure = { id: 'c', at: at(47, 9), radius_m: 100, note: '', closed_by: 'p1', closed_at: '' };
    const ring = closureFeatures([closure]).features[0]?.geometry.coordinates[0] ?? [];
    const north = Math.max(...ring.map(([, lat]) => lat ?? 0)) - 47;
    expect(north * 111_320).toBeCloseTo(100, 0);
  });

  it('cuts the holes of a reach out of the shore around them', () => {
    const square = (size: number, clockwise = false) => {
      const ring = [at(-size, -size), at(-size, size), at(size, size), at(size, -size)];
      return clockwise ? ring.reverse() : ring;
    };
    const far = square(1).map(({ lat, lon }) => at(lat, lon + 20));
    const rings = [square(10), square(8, true), square(4), square(2, true), far];
    const { features } = reachFeatures({ seconds: 900, guessed: false, rings });
    expect(features.map(({ geometry }) => geometry.coordinates.length)).toEqual([1, 2, 2]);
    const hole = features[1]?.geometry.coordinates[1] ?? [];
    expect(Math.max(...hole.map(([lon = 0]) => lon))).toBe(2);
  });
});
