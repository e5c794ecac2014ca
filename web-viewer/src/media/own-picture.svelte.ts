/**
 * What the hall says of the picture of one's own camera: whether it is needed, who watches.
 *
 * Without the hall's word the picture may be needed, and who watches is not known: to say "nobody" then would be a guess.
 */
import type { Watcher } from '../protocol/Watcher';

export class OwnPicture {
  /** Whether anybody needs it, as far as the hall said. */
  needed = $state(true);
  /** Who watches, the longest first; null while the hall does not say. */
  watchers = $state.raw<readonly Watcher[] | null>(null);

  /** How it stands with those who watch. */
  get seen(): 'watched' | 'nobody' | 'rests' | 'unknown' {
    if (this.watchers === null) return 'unknown';
    if (this.watchers.length > 0) return 'watched';
    return this.needed ? 'nobody' : 'rests';
  }

  /** The hall is there: whatever it does not say otherwise, nobody watches. */
  greeted(): void {
    this.watchers ??= [];
  }

  /** The hall is gone. */
  lost(): void {
    this.needed = true;
    this.watchers = null;
  }
}
