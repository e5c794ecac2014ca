/** Whether the microphone is let out: never unless somebody here pressed, called or answered. */
import type { OwnTalk } from '../protocol/OwnTalk';

/** By what the line has, whether the key is held, and whether a call was answered. */
export function isOut(own: OwnTalk | null, pressed: boolean, answered: boolean): boolean {
  if (!own) return false;
  switch (own.state) {
    case 'in_call':
      // The caller called on purpose; who is called has to say so.
      return own.with !== null || answered;
    case 'queued':
    case 'ended':
      return false;
    case 'granted':
    case 'idle':
      return pressed;
    default:
      return false;
  }
}
