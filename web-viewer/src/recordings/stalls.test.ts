import { describe, expect, it } from 'vitest';
import { readFragments } from './fragments';
import { Stalls } from './stalls';

const [SECOND, HEARD_SECOND] = [90_000, 48_000];
/** What a recorder guesses for a picture of which the next is not there yet. */
const GUESS = 3_000;

/** Frames of one track: how long each plays, and whether the first is a key frame. */
interface Frames {
  readonly start: number;
  readonly durations: readonly number[];
  readonly key?: boolean;
}

function box(type: string, ...parts: readonly (readonly number[])[]): number[] {
  const body = parts.flat();
  return [...word(body.length + 8), ...Array.from(type, (char) => char.charCodeAt(0)), ...body];
}

function word(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
}

function traf(track: number, { start, durations, key = false }: Frames): number[] {
  const kind = word(key ? 0x02000000 : 0x01010000);
  // Of one frame alone, the writer tells before the others what it is.
  const alone = durations.length === 1;
  const entries = durations.flatMap((duration, at) => [
    ...word(duration),
    ...word(1),
    ...(alone ? [] : at === 0 ? kind : word(0x01010000)),
  ]);
  const told = [
    ...word(alone ? 0x01000305 : 0x01000701),
    ...word(durations.length),
    ...word(0),
    ...(alone ? kind : []),
  ];
  const tfhd = box('tfhd', word(0x020000), word(track));
  const tfdt = box('tfdt', word(0x01000000), word(0), word(start));
  return box('traf', tfhd, tfdt, box('trun', told, entries));
}

/** A fragment as the hall writes it. */
function fragment(video?: Frames, sound?: Frames): number[] {
  const tracks = [video ? traf(1, video) : [], sound ? traf(2, sound) : []];
  return [...box('prft', word(0)), ...box('moof', box('mfhd', word(0), word(1)), ...tracks), ...box('mdat', [1, 2, 3])];
}

/** A quarter of a second of pictures, the last with its guess. */
function pictures(start: number, key = false): Frames {
  return { start, durations: [SECOND / 8, GUESS], key };
}

const UNTIL_GUESS = SECOND / 8 + GUESS;

function sound(start: number, seconds: number): Frames {
  return { start, durations: [seconds * HEARD_SECOND] };
}

/** From when to when the pictures of each fragment play, as it was appended. */
function shown(...appended: Uint8Array[]): (readonly [number, number])[] {
  return appended.flatMap(readFragments).flatMap(({ video }) => (video ? [[video.start, video.end] as const] : []));
}

/** What is appended of segments that follow each other. */
function appendedOf(...segments: number[][]): Uint8Array[] {
  const stalls = new Stalls();
  return [...segments.map((bytes) => stalls.follow(Uint8Array.from(bytes))), stalls.rest()];
}

describe('pictures that come late', () => {
  it('are waited for by the picture before, within a segment and over its end', () => {
    const [a, b, c] = [fragment(pictures(0, true)), fragment(pictures(SECOND)), fragment(pictures(3 * SECOND))];
    const expected = [
      [0, SECOND],
      [SECOND, 3 * SECOND],
      [3 * SECOND, 3 * SECOND + UNTIL_GUESS],
    ];
    expect(shown(...appendedOf([...a, ...b, ...c]))).toEqual(expected);
    expect(shown(...appendedOf(a, b, c))).toEqual(expected);
  });

  it('are waited for by a picture that is alone in its fragment', () => {
    const alone = fragment({ start: SECOND, durations: [GUESS] });
    const appended = appendedOf(fragment(pictures(0, true)), alone, fragment(pictures(3 * SECOND)));
    expect(shown(...appended)[1]).toEqual([SECOND, 3 * SECOND]);
  });

  it('are held back until the next are there, and given in the end', () => {
    const [a, b] = [fragment(pictures(0, true)), fragment(pictures(SECOND))];
    expect(appendedOf(a, b).map(({ length }) => length)).toEqual([0, a.length, b.length]);
    const stalls = new Stalls();
    stalls.follow(Uint8Array.from(a));
    stalls.rest();
    expect(shown(stalls.follow(Uint8Array.from(b)), stalls.rest())).toEqual([[SECOND, SECOND + UNTIL_GUESS]]);
  });

  it('are a break if a key frame comes, or none does for long', () => {
    for (const next of [pictures(2 * SECOND, true), pictures(5 * SECOND)]) {
      const appended = appendedOf(fragment(pictures(0, true)), fragment(next));
      expect(shown(...appended)[0]).toEqual([0, UNTIL_GUESS]);
    }
  });

  it('are waited for while sound goes on, whatever comes then', () => {
    const appended = appendedOf(
      fragment(pictures(0, true), sound(0, 0.5)),
      fragment(undefined, sound(0.5 * HEARD_SECOND, 1.5)),
      fragment(pictures(2 * SECOND, true), sound(2 * HEARD_SECOND, 0.5)),
    );
    expect(shown(...appended)[0]).toEqual([0, 2 * SECOND]);
    const broken = appendedOf(
      fragment(pictures(0, true), sound(0, 0.5)),
      fragment(pictures(2 * SECOND, true), sound(2 * HEARD_SECOND, 0.5)),
    );
    expect(shown(...broken)[0]).toEqual([0, UNTIL_GUESS]);
  });

  it('hold up no sound that has no pictures, and nothing that is no fragment', () => {
    const heard = fragment(undefined, sound(0, 1));
    expect(appendedOf(heard).map(({ length }) => length)).toEqual([heard.length, 0]);
    expect(appendedOf([1, 2, 3]).map(({ length }) => length)).toEqual([3, 0]);
  });

  it('change nothing but how long a picture shows', () => {
    const [a, b] = [fragment(pictures(0, true)), fragment(pictures(SECOND))];
    const [, appended] = appendedOf(a, b);
    const changed = a.flatMap((byte, at) => (byte === appended?.[at] ? [] : [at]));
    const [run] = readFragments(Uint8Array.from(a));
    expect(changed.every((at) => at >= (run?.video?.lastAt ?? 0) && at < (run?.video?.lastAt ?? 0) + 4)).toBe(true);
    expect(changed.length).toBeGreaterThan(0);
  });
});
