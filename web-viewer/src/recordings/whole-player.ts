/**
 * Plays a recording in a video element whose codec no media source takes, file by file.
 *
 * Chromium plays VP8 in MP4 from a plain address, while its media sources refuse it. A plain address cannot carry the
 * token, so a file is fetched here as a whole, bit by bit, before it plays; what goes on plays as far as it has come.
 */
import type { Fetch } from './player';
import { type Playlist, readPlaylist } from './playlist';
import { retried } from './retried';

/** Bytes fetched at a time. */
const BIT = 512 * 1024;
/** What a page holds of one file. */
export const MOST_BYTES = 512 * 1024 * 1024;

/** A file that this browser does not play; `url` saves it, as long as the player is open. */
export class NotPlayable extends Error {
  readonly url: string;

  constructor(url: string) {
    super('this browser does not play the recording');
    this.url = url;
  }
}

/** A file that is too large to be held by a page. */
export class TooLarge extends Error {}

/** The files of a recording in sequence, with how many bytes there are of each. */
export function filesOf({ segments }: Playlist): [file: string, bytes: number][] {
  const files = new Map<string, number>();
  for (const { media } of segments) {
    files.set(media.file, Math.max(files.get(media.file) ?? 0, media.offset + media.length));
  }
  return [...files];
}

export class WholePlayer {
  readonly #video: HTMLVideoElement;
  readonly #folder: string;
  readonly #fetch: Fetch;
  readonly #closing = new AbortController();
  #url = '';

  /** Plays the recording at `/recordings/{id}`; `fault` is called when it cannot. */
  constructor(video: HTMLVideoElement, id: string, fetch: Fetch, fault: (why: unknown) => void) {
    this.#video = video;
    this.#folder = `/recordings/${id}`;
    this.#fetch = fetch;
    this.#play().catch((why) => {
      if (!this.#closing.signal.aborted) fault(why);
    });
  }

  /** Lets go of everything. */
  close(): void {
    this.#closing.abort();
    this.#video.removeAttribute('src');
    this.#video.load();
    URL.revokeObjectURL(this.#url);
  }

  async #play(): Promise<void> {
    const list = await this.#again(async () => (await this.#fetch(`${this.#folder}/index.m3u8`)).text());
    for (const [file, bytes] of filesOf(readPlaylist(list))) {
      if (bytes > MOST_BYTES) throw new TooLarge('the recording is too large to play here');
      const whole = await this.#whole(file, bytes);
      if (this.#closing.signal.aborted) return;
      URL.revokeObjectURL(this.#url);
      this.#url = URL.createObjectURL(whole);
      await this.#toItsEnd();
    }
  }

  async #whole(file: string, bytes: number): Promise<Blob> {
    const bits: Blob[] = [];
    for (let from = 0; from < bytes; from += BIT) {
      const range = `bytes=${from}-${Math.min(from + BIT, bytes) - 1}`;
      bits.push(await this.#again(async () => (await this.#fetch(`${this.#folder}/${file}`, range)).blob()));
    }
    return new Blob(bits, { type: 'video/mp4' });
  }

  #toItsEnd(): Promise<void> {
    const [video, { signal }] = [this.#video, this.#closing];
    return new Promise((resolve, reject) => {
      video.addEventListener('ended', () => resolve(), { once: true, signal });
      video.addEventListener('error', () => reject(new NotPlayable(this.#url)), { once: true, signal });
      video.src = this.#url;
    });
  }

  /** A line that fails for a moment ends nothing. */
  #again<Thing>(get: () => Promise<Thing>): Promise<Thing> {
    return retried(get, this.#closing.signal);
  }
}
