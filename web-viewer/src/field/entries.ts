/** Entries of the outbox, as this page makes them. What they bring about is decided in the hall. */
import type { Entry } from '../protocol/Entry';
import type { Fix } from '../protocol/Fix';

type Without<One, Keys extends PropertyKey> = One extends unknown ? Omit<One, Keys> : never;

/** What is told, without its identity and time. */
export type Told = Without<Entry, 'id' | 'at' | 'at_error_ms'>;

/** The largest error that an entry can say. */
const LARGEST_ERROR_MS = 0xffff_ffff;

/** A moment of the hall's clock, as messages write it. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}

/** An error in whole milliseconds. */
export function errorMs(ms: number): number {
  return Math.min(Math.ceil(Math.max(0, ms)), LARGEST_ERROR_MS);
}

/** `told` as an entry made at `now` of the hall's clock, which may be off by `error` milliseconds. */
export function entry(id: string, now: number, error: number, told: Told): Entry {
  return { id, at: timestamp(now), at_error_ms: errorMs(error), ...told } as Entry;
}

/** The assignment that an entry is about; null if it is about none. */
export function assignmentOf(told: Told | Entry): string | null {
  return 'assignment' in told ? told.assignment : null;
}

/** A position as the browser measures it; `taken` is its moment in hall time, which may be off by `error`. */
export function fixOf(coords: GeolocationCoordinates, battery: number | null, taken: number, error: number): Fix {
  return {
    at: { lat: coords.latitude, lon: coords.longitude },
    // The specification says 95 %; Android and iOS hand through their own 68 % radius.
    accuracy_m: coords.accuracy,
    speed_mps: finite(coords.speed),
    heading_deg: finite(coords.heading),
    altitude_m: finite(coords.altitude),
    mock: false,
    battery_pct: battery,
    taken_at: timestamp(taken),
    taken_at_error_ms: errorMs(error),
    // The specification says WGS-84, not every browser keeps to it: the hall may look whether this one does.
    datum: null,
  };
}

/** A standing phone has the heading NaN. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
