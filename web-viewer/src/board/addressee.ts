/** Who is meant by what was typed: a unit, a team of units, or a town, by name. */
import { joined, words } from '../i18n/words';
import type { Addressee } from '../protocol/Addressee';
import type { Board } from './board';

const say = words(
  { best_placed: '最合适的单兵', best_placed_some: '最合适的 {n} 名单兵' },
  { best_placed: 'the best placed unit', best_placed_some: 'the {n} best placed units' },
);

/** `ambiguous` is a name that more than one goes by: nobody is sent by chance. */
export type Meant = { addressee: Addressee } | { unknown: string } | { ambiguous: string };

/** Finds the addressee that `text` names; several names with commas between them are a team. */
export function whoIsMeant(board: Board, text: string): Meant {
  const whole = text.trim();
  const [one, ...others] = [
    ...named(board.units, whole).map((unit) => ({ unit })),
    ...named(board.towns, whole).map((town) => ({ town })),
  ];
  if (others.length > 0) return { ambiguous: whole };
  if (one) return { addressee: one };
  return teamMeant(board, whole);
}

/** What people call an addressee. */
export function addresseeName(board: Board, addressee: Addressee): string {
  if ('unit' in addressee) return unitName(board, addressee.unit);
  if ('town' in addressee) return board.towns.get(addressee.town)?.name ?? short(addressee.town);
  if ('team' in addressee) return joined(addressee.team.map((unit) => unitName(board, unit)));
  return addressee.best_placed === 1 ? say('best_placed') : say('best_placed_some', { n: addressee.best_placed });
}

/** What people call a unit; the end of its id if it is not on this board. */
export function unitName(board: Board, unit: string): string {
  return board.units.get(unit)?.name ?? short(unit);
}

function teamMeant(board: Board, whole: string): Meant {
  const names = whole.split(/[,，、;；]/).flatMap((name) => (name.trim() ? [name.trim()] : []));
  const team: string[] = [];
  for (const name of names) {
    const [unit, ...more] = named(board.units, name);
    if (!unit) return { unknown: name };
    if (more.length > 0) return { ambiguous: name };
    if (!team.includes(unit)) team.push(unit);
  }
  const [first, ...others] = team;
  if (first === undefined) return { unknown: whole };
  return { addressee: others.length > 0 ? { team } : { unit: first } };
}

/** The ids of all that go by `name`. */
function named(things: ReadonlyMap<string, { id: string; name: string }>, name: string): string[] {
  return [...things.values()].filter((thing) => same(thing.name, name)).map(({ id }) => id);
}

function same(a: string, b: string): boolean {
  return a.normalize('NFKC').toLowerCase() === b.normalize('NFKC').toLowerCase();
}

function short(id: string): string {
  return `#${id.slice(-6)}`;
}
