/** The sequence of incidents on the screen: officers in danger first, then the newest. */
import type { IncidentView } from '../protocol/IncidentView';
import type { Board } from './board';

/** The incidents that are not closed. */
export function openIncidents(board: Board): IncidentView[] {
  return [...board.incidents.values()]
    .filter(({ closed_at }) => closed_at === null)
    .sort((a, b) => Number(b.kind === 'sos') - Number(a.kind === 'sos') || b.raised_at.localeCompare(a.raised_at));
}

/** The open incident `by` places after `id` in that sequence, or the first. */
export function incidentAfter(board: Board, id: string | null, by: 1 | -1): IncidentView | undefined {
  const all = openIncidents(board);
  const at = all.findIndex((incident) => incident.id === id);
  return at < 0 ? all[0] : all[(at + by + all.length) % all.length];
}
