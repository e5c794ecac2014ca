/** Waits that end. */
import { setTimeout as sleep } from 'node:timers/promises';

/** How long anything that should come soon may take on a busy machine. */
export const SOON_MS = 60_000;

/** `work`, or an error that says what was waited for after `ms` milliseconds. */
export async function within(ms, what, work) {
  const done = new AbortController();
  const late = sleep(ms, undefined, { signal: done.signal }).then(() => {
    throw new Error(`waited ${ms} ms for ${what}`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
    late.catch(() => {});
  }
}

/** Asks `ask` every `every` milliseconds until it answers something truthy, for `ms` milliseconds at most. */
export async function until(ms, what, ask, every = 250) {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() >= end) throw new Error(`waited ${ms} ms for ${what}`);
    await sleep(every);
  }
}
