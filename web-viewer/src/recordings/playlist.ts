/**
 * A recording's playlist as the player reads it (HLS, RFC 8216, with byte ranges).
 *
 * The hall writes it; only what the hall writes is understood. Where each segment lies on one time line over all breaks
 * and files follows from the wall-clock times in it.
 */

/** Some bytes of a file of the recording. */
export interface Part {
  /** The file, as the playlist names it. */
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** Some seconds that play at one go. */
export interface Segment {
  readonly media: Part;
  /** What has to be read before it, once for a file. */
  readonly init: Part;
  /** When it was, in milliseconds since 1970. */
  readonly at: number;
  readonly seconds: number;
}

export interface Playlist {
  readonly segments: readonly Segment[];
  /** Nothing is added any more. */
  readonly finished: boolean;
}

function part(file: string, range: string): Part | undefined {
  const [length, offset] = range.split('@').map(Number);
  if (!Number.isInteger(length) || !Number.isInteger(offset)) return undefined;
  return { file, length: length as number, offset: offset as number };
}

/** Reads a playlist. */
export function readPlaylist(text: string): Playlist {
  const segments: Segment[] = [];
  let init: Part | undefined;
  let at = 0;
  let seconds = 0;
  let range = '';
  for (const line of text.split('\n')) {
    const map = /^#EXT-X-MAP:URI="([^"]*)",BYTERANGE="([^"]*)"$/.exec(line);
    if (map) {
      init = part(map[1] ?? '', map[2] ?? '');
    } else if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) {
      at = Date.parse(line.slice('#EXT-X-PROGRAM-DATE-TIME:'.length));
    } else if (line.startsWith('#EXTINF:')) {
      seconds = Number.parseFloat(line.slice('#EXTINF:'.length));
    } else if (line.startsWith('#EXT-X-BYTERANGE:')) {
      range = line.slice('#EXT-X-BYTERANGE:'.length);
    } else if (line && !line.startsWith('#')) {
      const media = part(line, range);
      if (media && init) segments.push({ media, init, at, seconds });
      at += seconds * 1000;
    }
  }
  return { segments, finished: text.includes('#EXT-X-ENDLIST') };
}

const AVCC = [0x61, 0x76, 0x63, 0x43];
const OPUS = [0x4f, 0x70, 0x75, 0x73];
const VP08 = [0x76, 0x70, 0x30, 0x38];

function find(bytes: Uint8Array, word: readonly number[]): number {
  return bytes.findIndex((_, index) => word.every((byte, offset) => bytes[index + offset] === byte));
}

/** What a file's header says that is inside, as a media type (RFC 6381). */
export function mediaType(init: Uint8Array): string {
  const codecs: string[] = [];
  const avcc = find(init, AVCC);
  if (avcc >= 0) {
    const profile = Array.from(init.slice(avcc + 5, avcc + 8), (byte) => byte.toString(16).padStart(2, '0'));
    codecs.push(`avc1.${profile.join('')}`);
  } else if (find(init, VP08) >= 0) {
    codecs.push('vp08.00.10.08');
  }
  if (find(init, OPUS) >= 0) codecs.push('opus');
  return `video/mp4; codecs="${codecs.join(',')}"`;
}
