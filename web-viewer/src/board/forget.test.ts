import { expect, test } from 'vitest';
import { emptyBoard } from './board';
import { forget, SHOWN_MS } from './forget';
import { reduce } from './reduce';
import { anIncident, anOrder, boardMessage, instant, SENT } from './samples';

test('what ended a day ago is forgotten, what is open stays however old', () => {
  const board = reduce(
    emptyBoard,
    boardMessage({
      orders: [anOrder('old', { status: 'closed', ended_at: instant(60) }), anOrder('open')],
      incidents: [anIncident('old', { closed_at: instant(60) }), anIncident('open')],
    }),
  );
  const end = SENT + 60_000;
  expect(forget(board, end + SHOWN_MS - 1)).toBe(board);
  const later = forget(board, end + SHOWN_MS);
  expect([[...later.orders.keys()], [...later.incidents.keys()]]).toEqual([['open'], ['open']]);
});
