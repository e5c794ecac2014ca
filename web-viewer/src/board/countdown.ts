/**
 * How an order's response clock looks at a moment.
 *
 * The hall writes out when the clock started and when it is due; this only subtracts, and says which of the five
 * looks (a colour, a shape and a word each) that is.
 */
import type { OrderView } from '../protocol/OrderView';

/** `waiting` for the first receipt, running (`on_time`, `soon`, `late`, or without a limit), or stopped. */
export type Phase = 'waiting' | 'on_time' | 'soon' | 'late' | 'untimed' | 'done' | 'ended';

export interface Countdown {
  phase: Phase;
  /** `mm:ss` left, or `+mm:ss` over; dashes without a limit. */
  digits: string;
  /** Milliseconds left; negative when over, infinite without a limit. */
  leftMs: number;
  /** How much of the limit is left, 1 to 0. */
  share: number;
  /** Milliseconds from the clock's start until it stopped, if it has. */
  tookMs: number | null;
}

/** What stands in place of digits when there is no limit. */
const NO_DIGITS = '––:––';

/** From here on the clock asks for attention. */
export const SOON_MS = 5 * 60_000;

/** The countdown of `order` at `now`, in milliseconds of the hall's clock. */
export function countdown(order: OrderView, now: number): Countdown {
  const stopped = stoppedAt(order);
  const done = stopped !== null && allMet(order);
  if (order.limit_s === null) return untimed(order, stopped, done);
  const limitMs = order.limit_s * 1000;
  if (order.due_at === null || order.started_at === null) {
    const phase = order.status === 'open' && !done ? 'waiting' : done ? 'done' : 'ended';
    return { phase, digits: digits(limitMs), leftMs: limitMs, share: 1, tookMs: null };
  }
  const leftMs = Date.parse(order.due_at) - (stopped ?? now);
  const tookMs = took(order, stopped);
  const share = Math.min(1, Math.max(0, leftMs / limitMs));
  return { phase: phase(leftMs, stopped !== null, done), digits: digits(leftMs), leftMs, share, tookMs };
}

/** When the clock stopped: with the last of the three legs, or with the order. */
export function stoppedAt(order: OrderView): number | null {
  if (allMet(order)) return Math.max(...legTimes(order));
  return order.ended_at === null ? null : Date.parse(order.ended_at);
}

/** Whether all three legs are met. */
export function allMet(order: OrderView): boolean {
  return legTimes(order).length === 3;
}

/** `mm:ss`, with a plus in front once it is over; a started second counts whole until it is over. */
export function digits(leftMs: number): string {
  const seconds = leftMs > 0 ? Math.ceil(leftMs / 1000) : Math.floor(-leftMs / 1000);
  const text = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  return leftMs < 0 && seconds > 0 ? `+${text}` : text;
}

function untimed(order: OrderView, stopped: number | null, done: boolean): Countdown {
  const phase = done ? 'done' : stopped === null ? 'untimed' : 'ended';
  return { phase, digits: NO_DIGITS, leftMs: Number.POSITIVE_INFINITY, share: 1, tookMs: took(order, stopped) };
}

function took({ started_at }: OrderView, stopped: number | null): number | null {
  return stopped === null || started_at === null ? null : Math.max(0, stopped - Date.parse(started_at));
}

function phase(leftMs: number, stopped: boolean, done: boolean): Phase {
  if (done) return 'done';
  if (stopped) return 'ended';
  if (leftMs <= 0) return 'late';
  return leftMs <= SOON_MS ? 'soon' : 'on_time';
}

function legTimes({ legs }: OrderView): number[] {
  return [legs.arrived, legs.on_video, legs.reported].flatMap((stamp) => (stamp ? [Date.parse(stamp.met_at)] : []));
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
