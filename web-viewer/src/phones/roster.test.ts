import { describe, expect, it } from 'vitest';
import type { PersonView } from '../protocol/PersonView';
import { roster } from './roster';
import { anOfficer, aPhone } from './samples';

const wu = anOfficer('p1', '吴警官');
const li = anOfficer('p2', 'Li');
const desk: PersonView = { id: 'p3', name: 'Aba', role: 'dispatcher' };
const people = [desk, wu, li];
const phones = [aPhone('f1', wu, { name: '华为一号' }), aPhone('f2', wu)];
const unitName = ({ id }: PersonView) => (id === 'p2' ? 'Vaduz 7' : '');
const names = (text: string, holders: 'everybody' | 'without' | 'with' = 'everybody') =>
  roster(people, phones, { text, holders }, unitName).map(({ person }) => person.name);

describe('the list of people', () => {
  it('has officers first, each with their phones', () => {
    const listed = roster(people, phones, { text: '', holders: 'everybody' }, unitName);
    expect(listed.map(({ person }) => person.name).at(-1)).toBe('Aba');
    expect(listed.find(({ person }) => person === wu)?.phones).toEqual(phones);
    expect(listed.find(({ person }) => person === li)?.phones).toEqual([]);
  });

  it('is found in by the name of a person, a unit or a phone', () => {
    expect(names(' li ')).toEqual(['Li']);
    expect(names('vaduz')).toEqual(['Li']);
    expect(names('华为')).toEqual(['吴警官']);
    expect(names('nobody')).toEqual([]);
  });

  it('tells who has a phone from officers who have none', () => {
    expect(names('', 'with')).toEqual(['吴警官']);
    expect(names('', 'without')).toEqual(['Li']);
  });
});
