/** Whether the hall holds rehearsals: one that does not has no such call, and nobody is shown a page that fails. */
import type { Hall } from '../hall/http';
import type { DrillView } from '../protocol/DrillView';

/** Asks quietly; no answer is a no. */
export async function holdsDrills(hall: Pick<Hall, 'get'>): Promise<boolean> {
  return Array.isArray(await hall.get<DrillView[]>('/api/drills').catch(() => null));
}
