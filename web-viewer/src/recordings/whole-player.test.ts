import { expect, test } from 'vitest';
import { readPlaylist } from './playlist';
import { filesOf } from './whole-player';

test('a file is as long as its last segment says, and files come in sequence', () => {
  const list = readPlaylist(
    [
      '#EXT-X-MAP:URI="0.mp4",BYTERANGE="700@0"',
      '#EXTINF:1.000,',
      '#EXT-X-BYTERANGE:1000@700',
      '0.mp4',
      '#EXTINF:1.000,',
      '#EXT-X-BYTERANGE:500@1700',
      '0.mp4',
      '#EXT-X-MAP:URI="1.mp4",BYTERANGE="600@0"',
      '#EXTINF:1.000,',
      '#EXT-X-BYTERANGE:400@600',
      '1.mp4',
    ].join('\n'),
  );
  expect(filesOf(list)).toEqual([
    ['0.mp4', 2_200],
    ['1.mp4', 1_000],
  ]);
});
