/** A clip as a camera took it, but for where and by what it was taken: pictures and sound are not made anew. */
import type { KeptFile } from './attachment';
import { bare } from './boxes';
import { sha256 } from './photo';

/** Bytes of a clip at most: `MOST_CLIP_BYTES` of the domain. */
export const MOST_CLIP_BYTES = 16 * 1024 * 1024;
const LOOK_MS = 10_000;
/** What is played wherever a clip may be looked at; an iPhone's own choice is not. */
const PLAYED = new Set(['avc1', 'avc3', 'vp09', 'av01', 'mp4a', 'Opus']);

export type ClipFault = 'clip_big' | 'clip_bad';

/** A clip that cannot be sent. */
export class UnfitClip extends Error {
  readonly why: ClipFault;

  constructor(why: ClipFault) {
    super(why);
    this.why = why;
  }
}

/** Takes the clip in `file`, if it is one that every browser plays. */
export async function takeClip(file: Blob, isPlayed: (clip: Blob) => Promise<boolean> = plays): Promise<KeptFile> {
  if (file.size > MOST_CLIP_BYTES) throw new UnfitClip('clip_big');
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isCommon(bytes)) throw new UnfitClip('clip_bad');
  // What phones call QuickTime is of the same family, and plays under the name that all know.
  const clip = new Blob([bytes], { type: 'video/mp4' });
  if (!(await isPlayed(clip))) throw new UnfitClip('clip_bad');
  return { sha256: await sha256(clip), photo: clip };
}

/** Makes the clip bare; whether all in it is of a kind that every browser plays. */
function isCommon(clip: Uint8Array): boolean {
  if (String.fromCharCode(...clip.subarray(4, 8)) !== 'ftyp') return false;
  try {
    const codecs = [...bare(clip)];
    return codecs.length > 0 && codecs.every((codec) => PLAYED.has(codec));
  } catch {
    return false;
  }
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
