/**
 * Plays a recording in a video element, by Media Source Extensions.
 *
 * A plain address cannot carry the token, so the bytes are fetched here: a little ahead of where one looks, and no more.
 * Breaks and files lie on one time line; where nothing was recorded the player jumps to what comes next. It has ended
 * when the hall says that nothing more comes and all of it is here: a slow line makes it wait.
 */
import { mediaType, type Playlist, readPlaylist, type Segment } from './playlist';
import { retried } from './retried';
import { Stalls } from './stalls';

/** Fetches an address of the recording, some bytes of it if a range is given. */
export type Fetch = (path: string, range?: string) => Promise<Response>;

/** Seconds that are fetched ahead. */
const AHEAD_S = 20;
/** Seconds that stay behind. */
const BEHIND_S = 30;
/** How often it is looked whether something is to be fetched. */
const LOOK_MS = 250;
/** How often the playlist of a recording that goes on is read again. */
const AGAIN_MS = 3_000;

/** No media source of this browser takes the codec; plain playback may. */
export class NoSource extends Error {}

export class Player {
  readonly #video: HTMLVideoElement;
  readonly #folder: string;
  readonly #fetch: Fetch;
  readonly #source = new MediaSource();
  readonly #url: string;
  readonly #fault: (why: unknown) => void;
  readonly #closing = new AbortController();
  readonly #headers = new Map<string, Uint8Array<ArrayBuffer>>();
  #list: Playlist = { segments: [], finished: false };
  #readAt = 0;
  #buffer: SourceBuffer | undefined;
  #file = '';
  /** The segment that came last, of which some may be held back. */
  #last = -1;
  readonly #stalls = new Stalls();
  #fed = new Set<number>();
  #busy = false;
  #timer: ReturnType<typeof setInterval>;

  /** Plays the recording at `/recordings/{id}`; `fault` is called when it cannot. */
  constructor(video: HTMLVideoElement, id: string, fetch: Fetch, fault: (why: unknown) => void) {
    this.#video = video;
    this.#folder = `/recordings/${id}`;
    this.#fetch = fetch;
    this.#fault = fault;
    this.#url = URL.createObjectURL(this.#source);
    video.src = this.#url;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    this.#source.addEventListener('sourceopen', () => void this.#look(), { once: true });
  }

  /** Lets go of everything. */
  close(): void {
    this.#closing.abort();
    clearInterval(this.#timer);
    this.#video.removeAttribute('src');
    this.#video.load();
    URL.revokeObjectURL(this.#url);
  }

  async #look(): Promise<void> {
    if (this.#busy || this.#source.readyState === 'closed') return;
    this.#busy = true;
    try {
      await this.#readList();
      this.#jump();
      const next = this.#next();
      if (next !== undefined) await this.#feed(next);
      else if (this.#isWhole() && this.#source.readyState === 'open') await this.#end();
    } catch (why) {
      clearInterval(this.#timer);
      if (!this.#closing.signal.aborted) this.#fault(why);
    } finally {
      this.#busy = false;
    }
  }

  async #readList(): Promise<void> {
    if (this.#list.finished || Date.now() - this.#readAt < AGAIN_MS) return;
    this.#readAt = Date.now();
    const path = `${this.#folder}/index.m3u8`;
    this.#list = readPlaylist(await this.#again(async () => (await this.#fetch(path)).text()));
  }

  /** Whether nothing comes any more after what is here. */
  #isWhole(): boolean {
    const from = this.#video.currentTime;
    const { finished, segments } = this.#list;
    const isHere = (segment: Segment, number: number) =>
      this.#fed.has(number) || this.#startOf(segment) + segment.seconds <= from;
    return finished && this.#fed.size > 0 && segments.every(isHere);
  }

  /** Where a segment begins on the time line, in seconds. */
  #startOf(segment: Segment): number {
    const first = this.#list.segments[0];
    return first ? (segment.at - first.at) / 1000 : 0;
  }

  /** The first segment that is near and not there yet. */
  #next(): number | undefined {
    const from = this.#video.currentTime;
    const index = this.#list.segments.findIndex((segment, number) => {
      const start = this.#startOf(segment);
      return start + segment.seconds > from && !this.#fed.has(number);
    });
    const found = this.#list.segments[index];
    if (!found) return undefined;
    // What follows a break is near as soon as nothing else is left before it.
    const ahead = this.#startOf(found) - from;
    const previous = this.#list.segments[index - 1];
    const afterBreak = previous !== undefined && this.#startOf(previous) + previous.seconds - from < AHEAD_S;
    return ahead < AHEAD_S || afterBreak ? index : undefined;
  }

  async #feed(index: number): Promise<void> {
    const segment = this.#list.segments[index];
    if (!segment) return;
    const header = await this.#header(segment);
    const media = await this.#bytes(segment.media);
    const buffer = this.#bufferFor(header);
    const isOther = this.#file !== segment.init.file;
    if (isOther || index !== this.#last + 1) await append(buffer, this.#stalls.rest());
    if (isOther) {
      buffer.changeType(mediaType(header));
      // The file's own time begins with its first segment.
      const first = this.#list.segments.find(({ init }) => init.file === segment.init.file) ?? segment;
      buffer.timestampOffset = this.#startOf(first);
      await append(buffer, header);
      this.#file = segment.init.file;
    }
    await append(buffer, this.#stalls.follow(media));
    this.#last = index;
    this.#fed.add(index);
    // What follows is there already, as after going back.
    if (this.#fed.has(index + 1)) await append(buffer, this.#stalls.rest());
    const behind = this.#video.currentTime - BEHIND_S;
    if (behind > 0 && buffer.buffered.length > 0 && buffer.buffered.start(0) < behind) {
      await remove(buffer, behind);
      for (const [number, { at, seconds }] of this.#list.segments.entries()) {
        if (this.#startOf({ ...segment, at }) + seconds <= behind) this.#fed.delete(number);
      }
    }
  }

  async #end(): Promise<void> {
    if (this.#buffer) await append(this.#buffer, this.#stalls.rest());
    this.#source.endOfStream();
  }

  #bufferFor(header: Uint8Array): SourceBuffer {
    const type = mediaType(header);
    if (!MediaSource.isTypeSupported(type)) throw new NoSource(type);
    this.#buffer ??= this.#source.addSourceBuffer(type);
    return this.#buffer;
  }

  async #header({ init }: Segment): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#headers.get(init.file);
    if (known) return known;
    const header = await this.#bytes(init);
    this.#headers.set(init.file, header);
    return header;
  }

  async #bytes({ file, offset, length }: Segment['media']): Promise<Uint8Array<ArrayBuffer>> {
    const [path, range] = [`${this.#folder}/${file}`, `bytes=${offset}-${offset + length - 1}`];
    return await this.#again(async () => new Uint8Array(await (await this.#fetch(path, range)).arrayBuffer()));
  }

  /** A line that fails for a moment ends nothing. */
  #again<Thing>(get: () => Promise<Thing>): Promise<Thing> {
    return retried(get, this.#closing.signal);
  }

  /** Over a break, to what comes next. */
  #jump(): void {
    const { buffered, currentTime } = this.#video;
    for (let index = 0; index < buffered.length; index += 1) {
      const start = buffered.start(index);
      if (currentTime >= start - 0.05 && currentTime < buffered.end(index) - 0.15) return;
      if (start > currentTime) {
        this.#video.currentTime = start + 0.01;
        return;
      }
    }
  }
}

async function append(buffer: SourceBuffer, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (bytes.length > 0) await settled(buffer, () => buffer.appendBuffer(bytes));
}

function remove(buffer: SourceBuffer, until: number): Promise<void> {
  return settled(buffer, () => buffer.remove(0, until));
}

function settled(buffer: SourceBuffer, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      buffer.removeEventListener('updateend', done);
      buffer.removeEventListener('error', failed);
      resolve();
    };
    const failed = () => {
      buffer.removeEventListener('updateend', done);
      buffer.removeEventListener('error', failed);
      reject(new Error('the recording cannot be decoded'));
    };
    buffer.addEventListener('updateend', done);
    buffer.addEventListener('error', failed);
    start();
  });
}
