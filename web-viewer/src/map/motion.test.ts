import { describe, expect, it } from 'vitest';
import { emptyBoard } from '../board/board';
import { reduce } from '../board/reduce';
import {
  anIncident,
  anOrder,
  aPosition,
  aStamp,
  assigned,
  aUnit,
  boardMessage,
  instant,
  legs,
  SENT,
} from '../board/samples';
import { incidentFeatures, labelFeatures, linkFeatures, orderFeatures, unitFeatures } from './features';
import { Motion } from './motion';

const nothing = { unit: null, order: null, incident: null };

describe('motion between fixes', () => {
  it('glides from where the unit is drawn, and never past its newest fix', () => {
    const motion = new Motion();
    motion.update([['u', aPosition({ lat: 47 })]], 0);
    motion.update([['u', aPosition({ lat: 47.001 })]], 1000);
    expect(motion.at('u', 1000)?.lat).toBeCloseTo(47, 9);
    expect(motion.at('u', 1500)?.lat).toBeCloseTo(47.0005, 9);
    expect(motion.at('u', 2000)?.lat).toBeCloseTo(47.001, 9);
    expect(motion.at('u', 9000)?.lat).toBeCloseTo(47.001, 9);
    expect(motion.moving(1500)).toBe(true);
    expect(motion.moving(2001)).toBe(false);
  });

  it('never jumps when a fix comes early: it goes on from where it is drawn', () => {
    const motion = new Motion();
    motion.update([['u', aPosition({ lat: 47 })]], 0);
    motion.update([['u', aPosition({ lat: 47.001 })]], 1000);
    const before = motion.at('u', 1400)?.lat ?? 0;
    motion.update([['u', aPosition({ lat: 47.002 })]], 1400);
    expect(motion.at('u', 1400)?.lat).toBeCloseTo(before, 9);
    expect(motion.at('u', 1810)?.lat).toBeCloseTo(47.002, 9);
  });

  it('goes on gliding when the board is published again without a new fix', () => {
    const motion = new Motion();
    const next = aPosition({ lat: 47.001 });
    motion.update([['u', aPosition({ lat: 47 })]], 0);
    motion.update([['u', next]], 1000);
    motion.update([['u', next]], 1500);
    expect(motion.at('u', 1500)?.lat).toBeCloseTo(47.0005, 9);
  });

  it('draws a leap as a leap, and forgets who is gone', () => {
    const motion = new Motion();
    motion.update([['u', aPosition({ lat: 47 })]], 0);
    motion.update([['u', aPosition({ lat: 47.1 })]], 1000);
    expect(motion.at('u', 1000)?.lat).toBe(47.1);
    motion.update([], 2000);
    expect(motion.at('u', 2000)).toBeUndefined();
  });
});

describe('features of the map', () => {
  const board = reduce(
    emptyBoard,
    boardMessage({
      units: [
        aUnit('u1', { live: true, state: 'busy', position: aPosition({ heading_deg: 90, speed_mps: 5 }) }),
        aUnit('u2', { position: aPosition({ heading_deg: 90, speed_mps: 0 }) }),
        aUnit('off', { position: null }),
      ],
      incidents: [anIncident('i1'), anIncident('i2', { closed_at: instant(5) })],
      orders: [
        anOrder('o1', { assignments: [assigned('u1', 'under_way'), assigned('u2', 'declined')] }),
        anOrder('o2', { status: 'closed', ended_at: instant(5), assignments: [assigned('u2', 'under_way')] }),
        anOrder('o3', {
          legs: legs({ arrived: aStamp(5) }),
          there: ['u1'],
          assignments: [assigned('u1', 'under_way'), assigned('u2', 'accepted')],
        }),
      ],
    }),
  );
  const motion = new Motion();
  motion.update(
    [...board.units.values()].flatMap(({ id, position }) => (position ? [[id, position] as const] : [])),
    0,
  );

  it('draw every unit that has a position, by state and by age', () => {
    const { features } = unitFeatures(board, motion, 0, SENT, { ...nothing, unit: 'u2' });
    expect(features.map(({ properties }) => properties)).toMatchObject([
      { id: 'u1', icon: 'unit-busy', live: true, heading: 90, opacity: 1 },
      { id: 'u2', icon: 'unit-available', selected: true },
    ]);
    expect(features[1]?.properties).not.toHaveProperty('heading');
    const old = unitFeatures(board, motion, 0, SENT + 121_000, nothing).features[0];
    expect(old?.properties).toMatchObject({ icon: 'unit-busy-hollow', opacity: 0.5 });
    const label = labelFeatures(board, motion, 0, SENT + 60_000, (ms) => `${ms / 1000}!`).features[0];
    expect(label?.properties?.text).toBe('▶ 单兵 u1\n60!');
  });

  it('draw open incidents and orders, and what is chosen', () => {
    const ids = (all: { features: { properties: { id?: unknown } | null }[] }) =>
      all.features.map((f) => f.properties?.id);
    expect(ids(incidentFeatures(board, nothing))).toEqual(['i1']);
    expect(ids(incidentFeatures(board, { ...nothing, incident: 'i2' }))).toEqual(['i1', 'i2']);
    expect(ids(orderFeatures(board, SENT, nothing))).toEqual(['o1', 'o3']);
    expect(ids(orderFeatures(board, SENT, { ...nothing, order: 'o2' }))).toEqual(['o1', 'o2', 'o3']);
    expect(orderFeatures(board, SENT + 601_000, nothing).features[0]?.properties).toMatchObject({
      icon: 'order-soon',
      text: '04:59\n市政广场',
    });
  });

  it('draw a line for each unit that is still on its way', () => {
    // Who comes second is drawn although somebody is there.
    const { features } = linkFeatures(board, motion, 0, new Set());
    expect(features).toHaveLength(2);
    const both = anOrder('o3', {
      there: ['u1', 'u2'],
      assignments: [assigned('u1', 'under_way'), assigned('u2', 'accepted')],
    });
    const arrived = { ...board, orders: new Map([['o3', both]]) };
    expect(linkFeatures(arrived, motion, 0, new Set()).features).toHaveLength(0);
  });
});
