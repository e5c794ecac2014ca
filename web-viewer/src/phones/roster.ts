/** Who is listed on the page of phones, with their phones: officers first, since only they are given one. */
import type { PersonView } from '../protocol/PersonView';
import type { PhoneView } from '../protocol/PhoneView';

export interface Listed {
  person: PersonView;
  phones: readonly PhoneView[];
}

/** Everybody, officers without a phone, or those who have one. */
export const HOLDERS = ['everybody', 'without', 'with'] as const;
export type Holders = (typeof HOLDERS)[number];

export interface Wanted {
  /** A part of the name of the person, of their unit or of a phone; empty for any. */
  text: string;
  holders: Holders;
}

/** Those of `people` who are wanted; `unitName` says what the unit of an officer is called. */
export function roster(
  people: readonly PersonView[],
  phones: readonly PhoneView[],
  { text, holders }: Wanted,
  unitName: (person: PersonView) => string,
): Listed[] {
  const of = new Map<string, PhoneView[]>();
  for (const phone of phones) of.set(phone.person, [...(of.get(phone.person) ?? []), phone]);
  const part = text.trim().toLowerCase();
  return people
    .map((person) => ({ person, phones: of.get(person.id) ?? [] }))
    .filter(({ person, phones }) => {
      if (holders === 'with' && phones.length === 0) return false;
      if (holders === 'without' && (phones.length > 0 || person.role !== 'officer')) return false;
      const names = [person.name, unitName(person), ...phones.map(({ name }) => name)];
      return names.some((name) => name.toLowerCase().includes(part));
    })
    .sort((a, b) => rank(a) - rank(b) || a.person.name.localeCompare(b.person.name));
}

function rank({ person }: Listed): number {
  return person.role === 'officer' ? 0 : 1;
}
