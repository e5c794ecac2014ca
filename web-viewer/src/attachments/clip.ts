/** A clip as a camera took it: nothing is made of it anew, so it must be small and playable as it is. */
import type { KeptFile } from './attachment';
import { sha256 } from './photo';

/** Bytes of a clip at most: `MOST_CLIP_BYTES` of the domain. */
export const MOST_CLIP_BYTES = 16 * 1024 * 1024;
const LOOK_MS = 10_000;
/** Where in a file of the MP4 family its first box says what it is (ISO/IEC 14496-12 section 4.3). */
const BRAND = { start: 4, end: 8, word: 'ftyp' };

export type ClipFault = 'clip_big' | 'clip_bad';

/** A clip that cannot be sent. */
export class UnfitClip extends Error {
  readonly why: ClipFault;

  constructor(why: ClipFault) {
    super(why);
    this.why = why;
  }
}

/** Takes the clip in `file`, if it is one that this browser plays. */
export async function takeClip(file: Blob, isPlayed: (clip: Blob) => Promise<boolean> = plays): Promise<KeptFile> {
  if (file.size > MOST_CLIP_BYTES) throw new UnfitClip('clip_big');
  // What phones call QuickTime is of the same family, and plays under the name that all know.
  const clip = file.slice(0, file.size, 'video/mp4');
  const word = await clip.slice(BRAND.start, BRAND.end).text();
  if (word !== BRAND.word || !(await isPlayed(clip))) throw new UnfitClip('clip_bad');
  return { sha256: await sha256(clip), photo: clip };
}

/** Whether this browser sees a picture in `clip`. */
async function plays(clip: Blob): Promise<boolean> {
  const url = URL.createObjectURL(clip);
  const video = document.createElement('video');
  try {
    const seen = new Promise<boolean>((resolve) => {
      video.onloadedmetadata = () => resolve(video.videoWidth > 0);
      video.onerror = () => resolve(false);
      setTimeout(() => resolve(false), LOOK_MS);
    });
    video.preload = 'metadata';
    video.src = url;
    return await seen;
  } finally {
    video.removeAttribute('src');
    URL.revokeObjectURL(url);
  }
}
