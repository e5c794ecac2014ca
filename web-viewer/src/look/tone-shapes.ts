/** The shape of each tone of a fact, so that its colour is not all that speaks. */
import type { Tone } from '../dispatch/facts';

export const TONE_SHAPES = {
  plain: 'ended',
  good: 'good',
  warn: 'soon',
  bad: 'late',
} as const satisfies Record<Tone, string>;
