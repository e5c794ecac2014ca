/** Two rehearsals of the same district under the two rules, side by side. */
import type { DispatchRule } from '../protocol/DispatchRule';
import type { DrillScore } from '../protocol/DrillScore';
import type { DrillView } from '../protocol/DrillView';

/** What a figure of a score is, and which way is better; some are neither. */
export type Figure = Exclude<keyof DrillScore, 'wall_s'> | 'announced_share';
export const FIGURES: readonly {
  figure: Figure;
  better: 'less' | 'more' | null;
  as: 'count' | 'share' | 'time' | 'km';
}[] = [
  { figure: 'orders', better: null, as: 'count' },
  { figure: 'arrived_in_limit', better: 'more', as: 'count' },
  { figure: 'all_legs_in_limit', better: 'more', as: 'count' },
  { figure: 'late_share', better: 'less', as: 'share' },
  { figure: 'unavoidable_late_share', better: null, as: 'share' },
  { figure: 'mean_response_s', better: 'less', as: 'time' },
  { figure: 'p90_response_s', better: 'less', as: 'time' },
  { figure: 'moves_km', better: 'less', as: 'km' },
  { figure: 'announced_share', better: 'more', as: 'share' },
  { figure: 'false_alarms', better: 'less', as: 'count' },
  { figure: 'reliability_error', better: 'less', as: 'share' },
];

/** A figure of `score`; null if it is a share of nothing. */
export function figureOf(score: DrillScore, figure: Figure): number | null {
  if (figure !== 'announced_share') return score[figure];
  return score.breaches === 0 ? null : score.announced_4min / score.breaches;
}

/** Which of two figures is the better one; null if neither is, or they are the same. */
export function betterOf(
  better: 'less' | 'more' | null,
  nearest: number | null,
  cover: number | null,
): DispatchRule | null {
  if (better === null || nearest === null || cover === null || nearest === cover) return null;
  return nearest < cover === (better === 'less') ? 'nearest' : 'cover';
}

/** The latest scores of the district and the plan of `drill`, one a rule. */
export function bothRules(drills: readonly DrillView[], drill: DrillView): Record<DispatchRule, DrillScore | null> {
  const latest = (rule: DispatchRule) =>
    drills
      .filter((each) => each.score && each.plan.rule === rule && each.of === drill.of)
      .sort(
        (a, b) => Number(b.id === drill.id) - Number(a.id === drill.id) || b.started_at.localeCompare(a.started_at),
      )[0]?.score ?? null;
  return { nearest: latest('nearest'), cover: latest('cover') };
}

/** How `cover` compares with `nearest`, in percent of the latter: negative is less. */
export function changePct(nearest: number, cover: number): number | null {
  return nearest === 0 ? null : ((cover - nearest) / nearest) * 100;
}
