/**
 * What is being written, for each assignment: a report, a message.
 *
 * An order that begins to ring is shown at once, over whatever the officer was writing; what was written is found
 * again where it was left.
 */
import type { KeptFile } from '../attachments/attachment';

export class Draft {
  text = $state('');
  photo = $state.raw<KeptFile | null>(null);
  /** The message, which goes by itself, and what is attached to it. */
  message = $state('');
  file = $state.raw<KeptFile | null>(null);

  /** The report is sent. */
  clear(): void {
    this.text = '';
    this.photo = null;
  }
}

export class Drafts {
  readonly #all = new Map<string, Draft>();

  /** What is being written for `assignment`. */
  of(assignment: string): Draft {
    const known = this.#all.get(assignment);
    if (known) return known;
    const fresh = new Draft();
    this.#all.set(assignment, fresh);
    return fresh;
  }
}
