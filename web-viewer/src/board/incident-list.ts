/** The sequence of incidents on the screen: officers in danger first, then the newest. */
import type { IncidentView } from '../protocol/IncidentView';
import type { Board } from './board';
import { type Kinds, showsIncident } from './kinds';

/** The incidents of `kinds` that are not closed. */
export function openIncidents(board: Board, kinds: Kinds): IncidentView[] {
  return [...board.incidents.values()]
    .filter((incident) => incident.closed_at === null && showsIncident(kinds, incident))
    .sort((a, b) => Number(b.kind === 'sos') - Number(a.kind === 'sos') || b.raised_at.localeCompare(a.raised_at));
}

/** The open incident `by` places after `id` in that sequence, or the first. */
export function incidentAfter(board: Board, kinds: Kinds, id: string | null, by: 1 | -1): IncidentView | undefined {
  const all = openIncidents(board, kinds);
  const at = all.findIndex((incident) => incident.id === id);
  return at < 0 ? all[0] : all[(at + by + all.length) % all.length];
}
