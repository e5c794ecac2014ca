/**
 * What speaks for and against sending a unit, as the hall worked it out.
 *
 * Each is a word with a tone; the tone has a shape beside its colour. Nothing is weighed here: the hall has put the
 * units in their sequence already.
 */
import { digits } from '../board/countdown';
import { ageText, spanText } from '../i18n/moment';
import type { Chance } from '../protocol/Chance';
import type { Doubt } from '../protocol/Doubt';
import type { Recommendation } from '../protocol/Recommendation';
import type { Recommendations } from '../protocol/Recommendations';
import { sayDoubt } from '../units/reachability-words';
import { say, sayMode } from './words';

export type Tone = 'plain' | 'good' | 'warn' | 'bad';

export interface Fact {
  about: 'mode' | 'fix' | 'phone' | 'battery' | 'shift' | 'task' | 'coverage' | 'guess';
  tone: Tone;
  text: string;
}

const CHANCE_TONES: Record<Chance, Tone> = { good: 'good', doubtful: 'warn', bad: 'bad' };

/** Doubts that another fact tells of. */
const TOLD_ELSEWHERE: readonly Doubt[] = ['stale_fix', 'battery_low', 'battery_critical'];

/** All facts about `unit`; `placeOf` says where an order sends, if that is known. */
export function facts(unit: Recommendation, placeOf: (order: string) => string | null): Fact[] {
  const all: Fact[] = [
    task(unit, placeOf),
    unit.stale
      ? { about: 'fix', tone: 'warn', text: say('fix_stale', { age: ageText(unit.fix_age_s * 1000) }) }
      : { about: 'fix', tone: 'good', text: say('fix', { age: ageText(unit.fix_age_s * 1000) }) },
    ...phone(unit),
    battery(unit),
    shift(unit),
    unit.coverage_lost > 0
      ? { about: 'coverage', tone: 'plain', text: coverageText(unit) }
      : { about: 'coverage', tone: 'good', text: coverageText(unit) },
    { about: 'mode', tone: 'plain', text: sayMode(unit.mode) },
  ];
  if (unit.guessed) all.push({ about: 'guess', tone: 'warn', text: say('guess_more') });
  return all;
}

/** Facts that speak against `unit`, or that say it is a guess. */
export function doubts(unit: Recommendation, placeOf: (order: string) => string | null): Fact[] {
  return facts(unit, placeOf).filter(({ tone }) => tone === 'warn' || tone === 'bad');
}

/** How likely `unit` is in time, as a tone. */
export function chanceTone({ chance }: Pick<Recommendation, 'chance'>): Tone {
  return CHANCE_TONES[chance];
}

/** What is left of the limit on arrival. */
export function marginText({ margin_s }: Pick<Recommendation, 'margin_s'>): string {
  if (margin_s === null) return say('margin_none');
  const time = digits(Math.abs(margin_s) * 1000);
  return margin_s < 0 ? say('margin_late', { time }) : say('margin', { time });
}

/** How much coverage goes with `unit`. */
export function coverageText({ coverage_lost }: Pick<Recommendation, 'coverage_lost'>): string {
  return coverage_lost > 0 ? say('coverage_lost', { n: thousandths(coverage_lost) }) : say('coverage_kept');
}

/** The second of the list against the first. */
export function runnerUpText({ units: [first, second] }: Recommendations): string {
  if (!first || !second) return say('only_one');
  const later = second.eta_s - first.eta_s;
  const time = digits(Math.abs(later) * 1000);
  return say(later < 0 ? 'runner_up_sooner' : 'runner_up', { name: second.name, time });
}

/** Thousandths as percent with one decimal at most. */
export function thousandths(n: number): string {
  return String(Math.round(n) / 10);
}

function task({ busy_with }: Recommendation, placeOf: (order: string) => string | null): Fact {
  if (busy_with === null) return { about: 'task', tone: 'good', text: say('free') };
  const place = placeOf(busy_with);
  return { about: 'task', tone: 'warn', text: place ? say('busy_with', { place }) : say('busy') };
}

function phone({ unreachable, doubts }: Recommendation): Fact[] {
  if (unreachable) return [{ about: 'phone', tone: 'bad', text: say('unreachable') }];
  const told = doubts.filter((doubt) => !TOLD_ELSEWHERE.includes(doubt));
  if (told.length === 0) return [{ about: 'phone', tone: 'good', text: say('reachable') }];
  return told.map((doubt) => ({ about: 'phone', tone: 'warn', text: sayDoubt(doubt) }));
}

function battery({ battery_pct, battery_low }: Recommendation): Fact {
  if (battery_pct === null) return { about: 'battery', tone: 'plain', text: say('battery_unknown') };
  return { about: 'battery', tone: battery_low ? 'warn' : 'good', text: say('battery', { n: battery_pct }) };
}

function shift({ shift_ends_in_s, shift_ends_before }: Recommendation): Fact {
  if (shift_ends_in_s === null) return { about: 'shift', tone: 'plain', text: say('shift_unknown') };
  const text = say('shift_ends', { time: spanText(Math.max(0, shift_ends_in_s) * 1000) });
  return { about: 'shift', tone: shift_ends_before ? 'warn' : 'good', text };
}
