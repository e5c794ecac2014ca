/** How far units have come with an order, as screens say it: what their assignments say, and who is at the place. */
import type { Assignment } from '../protocol/Assignment';
import type { AssignmentState } from '../protocol/AssignmentState';
import type { OrderView } from '../protocol/OrderView';
import type { UnitId } from '../protocol/UnitId';
import { stands } from './board';

/** `there` is at the scene, `in_place` where it stands by; `came` was there when the order ended. */
export type PartState = AssignmentState | 'there' | 'in_place' | 'came';

/** Furthest first. */
const STATES: readonly PartState[] = [
  'there',
  'in_place',
  'came',
  'under_way',
  'accepted',
  'delivered',
  'offered',
  'declined',
  'withdrawn',
];

/** How far the unit of `asked` has come; `there` stands in for the hall's word of who is at the place. */
export function partState(
  { kind, status, there: known }: OrderView,
  { unit, state }: Pick<Assignment, 'unit' | 'state'>,
  there = known.includes(unit),
): PartState {
  if (!there || !stands(state)) return state;
  if (status !== 'open') return 'came';
  return kind === 'standby' ? 'in_place' : 'there';
}

export interface Parts {
  units: readonly UnitId[];
  /** How many are how far, furthest first. */
  states: readonly { state: PartState; count: number }[];
}

/** The units that have to do with `order`, or the last one asked if none has. */
export function partsOf(order: OrderView): Parts {
  const standing = order.assignments.filter(({ state }) => stands(state));
  const parts = standing.length > 0 ? standing : order.assignments.slice(-1);
  const states = parts.map((asked) => partState(order, asked));
  return {
    units: parts.map(({ unit }) => unit),
    states: STATES.map((state) => ({ state, count: states.filter((each) => each === state).length })).filter(
      ({ count }) => count > 0,
    ),
  };
}
