import { expect, test } from 'vitest';
import { kindOf } from './attachment';
import { MOST_CLIP_BYTES, takeClip, UnfitClip } from './clip';

/** A box of this name around bytes or boxes. */
function box(name: string, ...inside: (string | number[] | Uint8Array)[]): Uint8Array {
  const parts = inside.map((part) =>
    typeof part === 'string' ? new TextEncoder().encode(part) : Uint8Array.from(part),
  );
  const bytes = new Uint8Array(8 + parts.reduce((sum, part) => sum + part.length, 0));
  new DataView(bytes.buffer).setUint32(0, bytes.length);
  bytes.set(new TextEncoder().encode(name), 4);
  let at = 8;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A clip of one track of this codec, with where it was taken written in it three times. */
function filmed(codec: string): Uint8Array[] {
  const described = box('stsd', [0, 0, 0, 0, 0, 0, 0, 1], box(codec, 'how to decode it'));
  const handler = box('hdlr', Array(8).fill(0), 'vide', Array(12).fill(0), 'GoPro AVC');
  const media = box(
    'mdia',
    box('mdhd', [1, 0, 0, 0], 'in the year 1904', 'long'),
    handler,
    box('minf', box('stbl', described)),
  );
  const track = box('trak', box('udta', 'lens'), media);
  const moov = box(
    'moov',
    box('mvhd', [0, 0, 0, 0], 'at eight', 'long'),
    track,
    box('udta', box('\u00a9xyz', '+47.1410+009.5209/')),
  );
  return [box('ftyp', 'isom'), moov, box('uuid', '+47.1410'), box('mdat', '+47.1410 may well be in a picture')];
}

const asBlob = (boxes: Uint8Array[], type = 'video/mp4') => new Blob(boxes as BlobPart[], { type });
const always = async () => true;

test('a clip is taken under the name that all know, without where it was taken', async () => {
  const given = asBlob(filmed('avc1'), 'video/quicktime');
  const { photo, sha256 } = await takeClip(given, always);
  expect([photo.type, photo.size, sha256.length, kindOf(photo.type)]).toEqual(['video/mp4', given.size, 64, 'clip']);
  const [before, after] = [await given.text(), await photo.text()];
  expect(before.match(/udta|uuid/g)).toEqual(['udta', 'udta', 'uuid']);
  expect(after.match(/udta|uuid/g)).toBeNull();
  expect(after).toContain('free');
  expect(after).toContain('may well be in a picture');
  expect(after.match(/mvhd|stsd|avc1/g)).toEqual(['mvhd', 'stsd', 'avc1']);
});

test('what free space hides is written over, as is when it was taken and by whose camera', async () => {
  const { photo } = await takeClip(asBlob(filmed('avc1')), always);
  const text = await photo.text();
  for (const told of ['+009.5209', 'at eight', '1904', 'GoPro']) expect(text).not.toContain(told);
  expect(text.match(/vide|long/g)).toEqual(['long', 'long', 'vide']);
});

test.each([
  ['is too big', new Blob([new Uint8Array(MOST_CLIP_BYTES + 1)]), true, 'clip_big'],
  ['is of another family', new Blob(['\x1a\x45\xdf\xa3 webm']), true, 'clip_bad'],
  ['is cut off', asBlob(filmed('avc1')).slice(0, 60), true, 'clip_bad'],
  ['holds nothing', asBlob([box('ftyp', 'isom')]), true, 'clip_bad'],
  ['is of a codec that few browsers play', asBlob(filmed('hvc1')), true, 'clip_bad'],
  ['cannot be played here', asBlob(filmed('avc1')), false, 'clip_bad'],
])('a clip that %s is refused', async (_, file, played, why) => {
  const taken = takeClip(file, async () => played);
  await expect(taken).rejects.toBeInstanceOf(UnfitClip);
  await expect(taken).rejects.toMatchObject({ why });
});
