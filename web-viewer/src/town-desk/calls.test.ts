import { describe, expect, it } from 'vitest';
import { emptyBoard } from '../board/board';
import { reduce } from '../board/reduce';
import { anOrder, assigned, boardMessage, instant } from '../board/samples';
import { calls, sentToTown } from './calls';

describe('what calls a town’s desk', () => {
  it('is each open order to its town that no unit has to do with', () => {
    const town = { addressee: { town: 't1' } };
    const board = reduce(
      emptyBoard,
      boardMessage({
        orders: [
          anOrder('fresh', town),
          anOrder('given', { ...town, assignments: [assigned('u1', 'offered')] }),
          anOrder('refused', { ...town, assignments: [assigned('u1', 'declined'), assigned('u2', 'withdrawn')] }),
          anOrder('lost', { ...town, passed_on: { at: instant(60), by: 'hall' } }),
          anOrder('over', { ...town, status: 'closed' }),
          anOrder('other', { addressee: { town: 't2' } }),
          anOrder('unit', { addressee: { unit: 't1' } }),
        ],
      }),
    );
    const sent = sentToTown(board, 't1');
    expect(sent.map(({ id }) => id)).toEqual(['fresh', 'given', 'lost', 'refused']);
    expect(sent.filter(calls).map(({ id }) => id)).toEqual(['fresh', 'refused']);
  });
});
