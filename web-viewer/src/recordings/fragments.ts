/**
 * A recording's fragments as they lie in its files (ISO/IEC 14496-12): when each track's frames play.
 *
 * The hall writes them; only what the hall writes is understood.
 */

/** The frames of one track, each beginning where the one before ends; in ticks of the track since the file's time began. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Playing can start at the first. */
  readonly key: boolean;
  /** Where the bytes are that say how long the last one plays. */
  readonly lastAt: number;
}

export interface Fragment {
  readonly offset: number;
  readonly video: Run | undefined;
  readonly sound: Run | undefined;
}

export const VIDEO_RATE = 90_000;
export const SOUND_RATE = 48_000;

const VIDEO_TRACK = 1;
/** What a run may tell: of itself where its bytes are and what its first frame is, of each frame the rest. */
const TOLD = { place: 0x1, first: 0x4, duration: 0x100, size: 0x200, kind: 0x400, shift: 0x800 };
const NOT_KEY = 0x10000;

type Tracks = Omit<Fragment, 'offset'>;
const NONE: Tracks = { video: undefined, sound: undefined };

interface Box {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** The fragments in `bytes`, which begin with one. */
export function readFragments(bytes: Uint8Array): Fragment[] {
  const view = viewOf(bytes);
  const fragments: Fragment[] = [];
  let offset = 0;
  let tracks = NONE;
  for (const { type, from, to } of boxes(view, 0, bytes.length)) {
    if (type === 'moof') tracks = readTracks(view, from, to);
    if (type !== 'mdat') continue;
    fragments.push({ offset, ...tracks });
    offset = to;
  }
  return fragments;
}

/** Has the last frame of a run play until `end`. */
export function playUntil(bytes: Uint8Array, { end, lastAt }: Run, until: number): void {
  const view = viewOf(bytes);
  view.setUint32(lastAt, view.getUint32(lastAt) + until - end);
}

function readTracks(view: DataView, from: number, to: number): Tracks {
  let tracks = NONE;
  for (const traf of boxes(view, from, to)) {
    if (traf.type !== 'traf') continue;
    const inside = new Map(Array.from(boxes(view, traf.from, traf.to), (box) => [box.type, box]));
    const [tfhd, tfdt, trun] = ['tfhd', 'tfdt', 'trun'].map((type) => inside.get(type));
    if (!tfhd || !tfdt || !trun) continue;
    const long = view.getUint8(tfdt.from) === 1;
    const start = long ? Number(view.getBigUint64(tfdt.from + 4)) : view.getUint32(tfdt.from + 4);
    const track = view.getUint32(tfhd.from + 4) === VIDEO_TRACK ? 'video' : 'sound';
    tracks = { ...tracks, [track]: readRun(view, trun, start) };
  }
  return tracks;
}

function readRun(view: DataView, { from }: Box, start: number): Run | undefined {
  const flags = view.getUint32(from) & 0xffffff;
  const told = (what: number) => (flags & what ? 4 : 0);
  const count = view.getUint32(from + 4);
  if (count === 0 || !told(TOLD.duration)) return undefined;
  const kind = from + 8 + told(TOLD.place);
  const frames = kind + told(TOLD.first);
  const length = told(TOLD.duration) + told(TOLD.size) + told(TOLD.kind) + told(TOLD.shift);
  let end = start;
  for (let at = frames; at < frames + count * length; at += length) end += view.getUint32(at);
  const first = view.getUint32(told(TOLD.first) ? kind : frames + told(TOLD.duration) + told(TOLD.size));
  return { start, end, key: (first & NOT_KEY) === 0, lastAt: frames + (count - 1) * length };
}

function* boxes(view: DataView, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...[4, 5, 6, 7].map((index) => view.getUint8(at + index)));
    if (length < 8 || at + length > to) return;
    yield { type, from: at + 8, to: at + length };
    at += length;
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
