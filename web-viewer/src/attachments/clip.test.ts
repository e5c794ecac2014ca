import { expect, test } from 'vitest';
import { kindOf } from './attachment';
import { MOST_CLIP_BYTES, takeClip, UnfitClip } from './clip';

const CLIP = new Blob([new Uint8Array([0, 0, 0, 24]), 'ftypqt  ', 'more'], { type: 'video/quicktime' });

test('a clip is taken as it is, under the name that all know', async () => {
  const { photo, sha256 } = await takeClip(CLIP, async () => true);
  expect([photo.type, photo.size, sha256.length]).toEqual(['video/mp4', CLIP.size, 64]);
  expect(kindOf(photo.type)).toBe('clip');
});

test.each([
  ['is too big', new Blob([new Uint8Array(MOST_CLIP_BYTES + 1)]), true, 'clip_big'],
  ['is of another family', new Blob(['\x1a\x45\xdf\xa3 webm']), true, 'clip_bad'],
  ['cannot be played here', CLIP, false, 'clip_bad'],
])('a clip that %s is refused', async (_, file, played, why) => {
  const taken = takeClip(file, async () => played);
  await expect(taken).rejects.toBeInstanceOf(UnfitClip);
  await expect(taken).rejects.toMatchObject({ why });
});
