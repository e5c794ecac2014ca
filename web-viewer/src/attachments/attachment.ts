/** A photo, a sound note or a clip as it is on this machine, with what is said of it to others. */
import type { Attachment } from '../protocol/Attachment';
import type { MediaType } from '../protocol/MediaType';

/** Bytes of a sound note at most: `MOST_SOUND_BYTES` of the domain. */
export const MOST_SOUND_BYTES = 2 * 1024 * 1024;

/** Bytes that go to the hall. */
export interface KeptFile {
  /** Their SHA-256 in hex, by which everybody calls them. */
  sha256: string;
  /** The bytes with their media type; a sound note's too, since this is what stands on the disks of phones. */
  photo: Blob;
}

/** What a message says of `file`. */
export function attachmentOf({ sha256, photo }: KeptFile): Attachment {
  return { sha256, media_type: photo.type as MediaType, bytes: photo.size };
}

export type Kind = 'photo' | 'sound' | 'clip';

/** What something of this media type is to people; nothing that this page can show. */
export function kindOf(mediaType: string): Kind | undefined {
  if (mediaType.startsWith('audio/')) return 'sound';
  if (mediaType === 'video/mp4') return 'clip';
  return mediaType === 'image/jpeg' ? 'photo' : undefined;
}

/** Where the hall has the bytes. */
export function placeOf(sha256: string): string {
  return `/api/attachments/${sha256}`;
}
