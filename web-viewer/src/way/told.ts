/** What is said of a way beside its picture: how long it takes, and how old that is. */
import { ageText, timeText } from '../i18n/moment';
import type { WayView } from '../protocol/WayView';
import { sayWay } from './words';

/** What was worked out longer ago may be different by now. */
export const OLD_MS = 180_000;

/** How long it takes from now on, in words; null if nobody knows. */
export function etaWords(way: WayView, now: number): string | null {
  const at = arrivesAt(way);
  if (at === null) return null;
  const minutes = Math.round((at - now) / 60_000);
  return minutes < 1 ? sayWay('soon') : sayWay('minutes', { n: minutes });
}

/** At which time of day, with how likely that is in time if the hall says so. */
export function arrivalWords(way: WayView): string[] {
  const at = arrivesAt(way);
  if (at === null) return [];
  const said = [sayWay('arrive', { time: timeText(at).slice(0, 5) })];
  if (way.in_time_pct !== null) said.push(sayWay('in_time', { n: way.in_time_pct }));
  return said;
}

/** When it was worked out, as a time, or as an age once it is old. */
export function madeWords(way: WayView, now: number): { old: boolean; text: string } {
  const made = Date.parse(way.made_at);
  // What was worked out from an old position is as old as that.
  const since = way.fix_at ? Math.min(made, Date.parse(way.fix_at)) : made;
  const old = now - since > OLD_MS;
  return {
    old,
    text: old ? sayWay('old', { age: ageText(now - since) }) : sayWay('made', { time: timeText(made).slice(0, 5) }),
  };
}

/** When the officer will be there: as the hall expects it, or by the road alone. */
function arrivesAt({ expected_at, eta_s, made_at }: WayView): number | null {
  if (eta_s === null) return null;
  return expected_at ? Date.parse(expected_at) : Date.parse(made_at) + eta_s * 1000;
}
