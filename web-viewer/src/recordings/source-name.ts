/** What people call whatever was recorded. */
import { unitName } from '../board/addressee';
import type { Board } from '../board/board';
import type { RecordingView } from '../protocol/RecordingView';
import { say } from '../town-desk/words';

/** The name of a unit, or of a town's desk. */
export function sourceName(board: Board, { unit, desk }: Pick<RecordingView, 'unit' | 'desk'>): string {
  if (unit) return unitName(board, unit);
  return say('desk_of', { town: (desk && board.towns.get(desk)?.name) ?? '' });
}
