/** Who is meant by what was typed: a unit, a team of units, or a town, by name. */
import type { Addressee } from '../protocol/Addressee';
import type { Board } from './board';

export type Meant = { addressee: Addressee } | { unknown: string };

/** Finds the addressee that `text` names; several names with commas between them are a team. */
export function whoIsMeant(board: Board, text: string): Meant {
  const whole = text.trim();
  const one = unitNamed(board, whole);
  if (one) return { addressee: { unit: one } };
  for (const town of board.towns.values()) {
    if (same(town.name, whole)) return { addressee: { town: town.id } };
  }
  const names = whole.split(/[,，、;；]/).flatMap((name) => (name.trim() ? [name.trim()] : []));
  const team: string[] = [];
  for (const name of names) {
    const unit = unitNamed(board, name);
    if (!unit) return { unknown: name };
    if (!team.includes(unit)) team.push(unit);
  }
  const [first, ...others] = team;
  if (first === undefined) return { unknown: whole };
  return { addressee: others.length > 0 ? { team } : { unit: first } };
}

/** What people call an addressee. */
export function addresseeName(board: Board, addressee: Addressee): string {
  if ('unit' in addressee) return unitName(board, addressee.unit);
  if ('town' in addressee) return board.towns.get(addressee.town)?.name ?? short(addressee.town);
  return addressee.team.map((unit) => unitName(board, unit)).join('、');
}

/** What people call a unit; the end of its id if it is not on this board. */
export function unitName(board: Board, unit: string): string {
  return board.units.get(unit)?.name ?? short(unit);
}

function unitNamed(board: Board, name: string): string | undefined {
  for (const unit of board.units.values()) if (same(unit.name, name)) return unit.id;
  return undefined;
}

function same(a: string, b: string): boolean {
  return a.normalize('NFKC').toLowerCase() === b.normalize('NFKC').toLowerCase();
}

function short(id: string): string {
  return `#${id.slice(-6)}`;
}
