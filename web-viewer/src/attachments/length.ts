/** How long a sound note is, which what browsers record does not say in its head. */

/** Sound is counted at this rate; only its length is wanted. */
const SAMPLES_PER_SECOND = 8_000;

/** Milliseconds that `note` lasts; null if this browser cannot tell. */
export async function lengthOf(note: Blob): Promise<number | null> {
  try {
    const context = new OfflineAudioContext(1, 1, SAMPLES_PER_SECOND);
    return (await context.decodeAudioData(await note.arrayBuffer())).duration * 1_000;
  } catch {
    return null;
  }
}

/** `ms` as minutes and seconds; a started second counts once it is half over. */
export function lengthText(ms: number | null): string {
  if (ms === null) return '–:––';
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
