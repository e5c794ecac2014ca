/**
 * What hangs where on the wall.
 *
 * Cells are fixed: a picture that is lost leaves its cell labelled, and nothing moves by itself but a live unit into a cell
 * that is empty. Whoever looks knows where to look.
 */

/** Cells on the wall, by choice. */
export const LAYOUTS = [1, 4, 9, 16] as const;
export type Layout = (typeof LAYOUTS)[number];

const MOST: Layout = 16;

export interface Arrangement {
  layout: Layout;
  /** The unit of each of sixteen cells, whether the layout shows it or not. */
  cells: readonly (string | null)[];
  /** Whether live units move into empty cells by themselves. */
  fills: boolean;
}

export const EMPTY: Arrangement = { layout: 4, cells: Array<null>(MOST).fill(null), fills: true };

/** With `live` units in the cells that are empty, unless they hang somewhere already. */
export function filled(wall: Arrangement, live: readonly string[]): Arrangement {
  if (!wall.fills) return wall;
  const shown = new Set(wall.cells.slice(0, wall.layout));
  const waiting = live.filter((unit) => !shown.has(unit));
  if (waiting.length === 0) return wall;
  let changed = false;
  const cells = wall.cells.map((unit, cell) => {
    if (unit !== null || cell >= wall.layout) return unit;
    const next = waiting.shift() ?? null;
    changed ||= next !== null;
    return next;
  });
  return changed ? once({ ...wall, cells }) : wall;
}

/** With `unit` in `cell`, taken from where it hung before. */
export function hung(wall: Arrangement, cell: number, unit: string | null): Arrangement {
  const cells = wall.cells.map((each, at) => {
    if (at === cell) return unit;
    return unit !== null && each === unit ? null : each;
  });
  return { ...wall, cells };
}

/** What was kept as text; the empty wall if it is none. */
export function readArrangement(text: string | null): Arrangement {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<Arrangement> | null;
    const layout = LAYOUTS.find((each) => each === kept?.layout) ?? EMPTY.layout;
    const named = Array.isArray(kept?.cells) ? kept.cells : [];
    const cells = EMPTY.cells.map((_, at) => (typeof named[at] === 'string' ? named[at] : null));
    return once({ layout, cells, fills: kept?.fills !== false });
  } catch {
    return EMPTY;
  }
}

/** Each unit in the first of its cells only. */
function once(wall: Arrangement): Arrangement {
  const cells = wall.cells.map((unit, at) => (unit !== null && wall.cells.indexOf(unit) < at ? null : unit));
  return { ...wall, cells };
}
