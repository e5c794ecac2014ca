import { describe, expect, it } from 'vitest';
import { partState, partsOf } from './part';
import { anOrder, assigned } from './samples';

const going = assigned('u1', 'under_way');

describe('how far a unit has come', () => {
  it('is what its assignment says until it is at the place', () => {
    expect(partState(anOrder('o', { there: ['u2'] }), going)).toBe('under_way');
    expect(partState(anOrder('o', { there: ['u2', 'u1'] }), going)).toBe('there');
  });

  it('is at the place whatever it has said of its way', () => {
    expect(partState(anOrder('o', { there: ['u1'] }), assigned('u1', 'offered'))).toBe('there');
  });

  it('says of one that stands by and of one whose order has ended what is true of them', () => {
    expect(partState(anOrder('o', { there: ['u1'], kind: 'standby' }), going)).toBe('in_place');
    expect(partState(anOrder('o', { there: ['u1'], status: 'closed' }), going)).toBe('came');
    expect(partState(anOrder('o', { status: 'closed' }), going)).toBe('under_way');
  });

  it('is its no or what was taken back, though the same unit came when it was asked again', () => {
    const order = anOrder('o', { there: ['u1'] });
    expect(partState(order, assigned('u1', 'withdrawn'))).toBe('withdrawn');
    expect(partState(order, assigned('u1', 'declined'))).toBe('declined');
  });
});

describe('the units of an order', () => {
  it('are counted by how far they have come, the furthest first', () => {
    const assignments = [
      assigned('u1', 'accepted'),
      assigned('u2', 'declined'),
      assigned('u3', 'under_way'),
      assigned('u4', 'under_way'),
      assigned('u5', 'under_way'),
    ];
    expect(partsOf(anOrder('o', { there: ['u3', 'u5'], assignments }))).toEqual({
      units: ['u1', 'u3', 'u4', 'u5'],
      states: [
        { state: 'there', count: 2 },
        { state: 'under_way', count: 1 },
        { state: 'accepted', count: 1 },
      ],
    });
  });

  it('are the last one asked if none stands, and nobody if none was asked', () => {
    const assignments = [assigned('u1', 'withdrawn'), assigned('u2', 'declined')];
    expect(partsOf(anOrder('o', { assignments }))).toEqual({
      units: ['u2'],
      states: [{ state: 'declined', count: 1 }],
    });
    expect(partsOf(anOrder('o'))).toEqual({ units: [], states: [] });
  });
});
