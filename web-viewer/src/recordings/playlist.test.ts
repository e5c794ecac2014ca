import { describe, expect, it } from 'vitest';
import { mediaType, readPlaylist } from './playlist';

const TEXT = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:6
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="0.mp4",BYTERANGE="700@0"
#EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:13:20.123Z
#EXTINF:2.500,
#EXT-X-BYTERANGE:5000@700
0.mp4
#EXTINF:2.000,
#EXT-X-BYTERANGE:4000@5700
0.mp4
#EXT-X-DISCONTINUITY
#EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:14:20.123Z
#EXTINF:1.000,
#EXT-X-BYTERANGE:2000@9700
0.mp4
#EXT-X-DISCONTINUITY
#EXT-X-MAP:URI="1.mp4",BYTERANGE="800@0"
#EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:14:21.123Z
#EXTINF:1.500,
#EXT-X-BYTERANGE:3000@800
1.mp4
#EXT-X-ENDLIST
`;

describe('a recording’s playlist', () => {
  it('tells where each segment lies in its file, and when it was', () => {
    const { segments, finished } = readPlaylist(TEXT);
    expect(finished).toBe(true);
    const start = Date.parse('2023-11-14T22:13:20.123Z');
    expect(segments.map(({ at, seconds }) => [at - start, seconds])).toEqual([
      [0, 2.5],
      [2_500, 2],
      [60_000, 1],
      [61_000, 1.5],
    ]);
    expect(segments[1]?.media).toEqual({ file: '0.mp4', offset: 5700, length: 4000 });
    expect(segments[2]?.init).toEqual({ file: '0.mp4', offset: 0, length: 700 });
    expect(segments[3]?.init).toEqual({ file: '1.mp4', offset: 0, length: 800 });
  });

  it('is not finished while the recording goes on', () => {
    expect(readPlaylist(TEXT.replace('#EXT-X-ENDLIST\n', '')).finished).toBe(false);
    expect(readPlaylist('')).toEqual({ segments: [], finished: false });
  });
});

describe('a file’s header', () => {
  const bytes = (...words: (string | number[])[]) =>
    new Uint8Array(words.flatMap((word) => (typeof word === 'string' ? [...new TextEncoder().encode(word)] : word)));

  it('tells what is inside', () => {
    expect(mediaType(bytes('....avcC', [1, 0x42, 0xc0, 0x1f], '...Opus'))).toBe('video/mp4; codecs="avc1.42c01f,opus"');
    expect(mediaType(bytes('..vp08..'))).toBe('video/mp4; codecs="vp08.00.10.08"');
    expect(mediaType(bytes('..Opus..'))).toBe('video/mp4; codecs="opus"');
  });
});
