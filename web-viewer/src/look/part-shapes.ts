/** The shape of how far a unit has come with an order; its word is `sayPartState`. */
import type { PartState } from '../board/part';

export const PART_SHAPES = {
  offered: 'waiting',
  delivered: 'waiting',
  accepted: 'on_time',
  under_way: 'busy',
  there: 'good',
  in_place: 'good',
  came: 'good',
  declined: 'late',
  withdrawn: 'ended',
} as const satisfies Record<PartState, string>;
