/**
 * Pictures that come late though none was lost.
 *
 * A fragment's last picture is written with a guess how long it shows, for the next one is not there yet. Where that comes
 * much later, a media source takes the jump for a break and drops every picture until a key frame (Media Source Extensions,
 * coded frame processing). So here a picture shows until the next one, and is held back until that is known. The same
 * where sound goes on while pictures are missing, so that it is heard.
 */
import { playUntil, type Run, readFragments, SOUND_RATE, VIDEO_RATE } from './fragments';

/** The recorder takes a longer jump for a break. */
const LONGEST_S = 4;
/** Sound whose pieces lie closer together goes on. */
const GOES_ON_S = 0.1;

export class Stalls {
  #held = new Uint8Array();

  /** What can be appended now that `media` follows in the same file. */
  follow(media: Uint8Array): Uint8Array<ArrayBuffer> {
    const bytes = joined(this.#held, media);
    let last: Shown | undefined;
    let heardUntil = 0;
    let heard = true;
    for (const { offset, video, sound } of readFragments(bytes)) {
      heard &&= sound !== undefined && sound.start - heardUntil < GOES_ON_S * SOUND_RATE;
      heardUntil = sound?.end ?? heardUntil;
      if (!video) continue;
      if (last && (heard || !video.key)) bridge(bytes, last.video, video);
      last = { offset, video };
      heard = true;
    }
    const until = last?.offset ?? bytes.length;
    this.#held = bytes.slice(until);
    return bytes.slice(0, until);
  }

  /** What was held back, when nothing follows. */
  rest(): Uint8Array<ArrayBuffer> {
    const rest = this.#held;
    this.#held = new Uint8Array();
    return rest;
  }
}

interface Shown {
  readonly offset: number;
  readonly video: Run;
}

function bridge(bytes: Uint8Array, last: Run, next: Run): void {
  const late = next.start - last.end;
  if (late > 0 && late <= LONGEST_S * VIDEO_RATE) playUntil(bytes, last, next.start);
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
}
