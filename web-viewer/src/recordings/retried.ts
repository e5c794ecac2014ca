/**
 * Fetching on a line that fails now and then.
 *
 * What fails is asked for again, ever more rarely, until a deadline: a picture that waits is better than one that ended
 * for a moment without a net. A refusal of the hall is final.
 */
import { isRefusal } from '../media/line';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
/** How long one thing is asked for. */
export const WITHIN_MS = 90_000;

/** What `get` answers, asked again while it fails; the last failure is thrown at the deadline, or once `gone`. */
export async function retried<Thing>(get: () => Promise<Thing>, gone: AbortSignal): Promise<Thing> {
  const deadline = Date.now() + WITHIN_MS;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      return await get();
    } catch (fault) {
      if (gone.aborted || isRefusal(fault) || Date.now() + wait >= deadline) throw fault;
      await pause(wait, gone);
    }
  }
}

function pause(ms: number, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      gone.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    gone.addEventListener('abort', over);
  });
}
