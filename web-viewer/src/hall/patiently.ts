/**
 * Fetching what may not be there yet.
 *
 * A report comes before its photo does, which on a slow net takes minutes; so "there is none" is asked again, ever
 * more rarely, until nobody expects it any more, as is a hall that does not answer. Any other refusal is final.
 */
import { HallFault } from './http';

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;
/** What has not come a day after it was told of will not come. */
const EXPECTED_MS = 86_400_000;

export interface Patience<Thing> {
  onCome: (thing: Thing) => void;
  /** It is not there yet; it will be asked for again. */
  onWait: () => void;
  onFault: (fault: unknown) => void;
}

/** Asks `get` for what was told of at `toldAt` until it answers or refuses for good, or until the answer is called. */
export function patiently<Thing>(
  get: () => Promise<Thing>,
  toldAt: string,
  { onCome, onWait, onFault }: Patience<Thing>,
): () => void {
  const expectedUntil = Date.parse(toldAt) + EXPECTED_MS;
  let gone = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  const ask = async (wait: number) => {
    try {
      const thing = await get();
      if (!gone) onCome(thing);
    } catch (fault) {
      if (gone) return;
      if (!mayCome(fault, expectedUntil)) return onFault(fault);
      onWait();
      again = setTimeout(() => void ask(Math.min(wait * 2, LONGEST_WAIT_MS)), wait);
    }
  };
  void ask(FIRST_WAIT_MS);
  return () => {
    gone = true;
    clearTimeout(again);
  };
}

function mayCome(fault: unknown, expectedUntil: number): boolean {
  if (!(fault instanceof HallFault)) return false;
  if (fault.status === 404) return Date.now() < expectedUntil;
  return fault.status === 0 || fault.status >= 500;
}
