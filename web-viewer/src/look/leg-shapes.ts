/** The shape of each state of a leg; its word is `sayLegState`. */
import type { LegLook } from '../board/legs';

export const LEG_SHAPES = {
  pending: 'waiting',
  met: 'good',
  met_late: 'soon',
  breached: 'late',
  corrected: 'good',
  unmet: 'ended',
} as const satisfies Record<LegLook['state'], string>;
