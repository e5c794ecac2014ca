/** People and phones for tests, each plain but for what a test names. */
import type { PersonView } from '../protocol/PersonView';
import type { PhoneView } from '../protocol/PhoneView';

export function anOfficer(id: string, name = `单兵 ${id}`): PersonView {
  return { id, name, role: 'officer', unit: `unit of ${id}` };
}

export function aPhone(id: string, { id: person, name }: PersonView, other: Partial<PhoneView> = {}): PhoneView {
  return {
    id,
    name: `手机 ${id}`,
    person,
    person_name: name,
    enrolled_at: '2026-11-23T08:00:00.000Z',
    ...other,
  };
}
