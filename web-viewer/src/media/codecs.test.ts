import { expect, test } from 'vitest';
import { toReceive, toSend } from './codecs';

const h264 = (profile: string, mode = 1) => ({
  mimeType: 'video/H264',
  sdpFmtpLine: `level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}`,
});
const vp8 = { mimeType: 'video/VP8' };
const vp9 = (profile: number) => ({ mimeType: 'video/VP9', sdpFmtpLine: `profile-id=${profile}` });
const av1 = (profile: number) => ({ mimeType: 'video/AV1', sdpFmtpLine: `level-idx=5;profile=${profile};tier=0` });
const h265 = (profile: number) => ({
  mimeType: 'video/H265',
  sdpFmtpLine: `level-id=180;profile-id=${profile};tier-flag=0;tx-mode=SRST`,
});
const rtx = { mimeType: 'video/rtx' };

/** What Chromium 156 names, with the H.265 of machines that decode it in hardware. */
const OFFERED = [
  vp8,
  rtx,
  vp9(0),
  vp9(2),
  vp9(1),
  vp9(3),
  h264('42001f'),
  h264('42001f', 0),
  h264('42e01f'),
  h264('42e01f', 0),
  h264('4d001f'),
  h264('f4001f'),
  av1(0),
  av1(1),
  h265(1),
  h265(2),
  { mimeType: 'video/red' },
];

test('a camera is sent in constrained baseline first, other H.264 next, then VP8; helpers stay, strangers go', () => {
  expect(toSend(OFFERED)).toEqual([h264('42e01f'), h264('42001f'), h264('4d001f'), h264('f4001f'), vp8, rtx]);
});

test('pictures come in whatever the hall passes through, in the profile that cameras send', () => {
  expect(toReceive(OFFERED)).toEqual([h264('42e01f'), h264('4d001f'), vp8, vp9(0), av1(0), h265(1), rtx]);
});

test('a codec without parameters is of its first profile', () => {
  const plain = ['video/AV1', 'video/H265', 'video/VP9'].map((mimeType) => ({ mimeType }));
  expect(toReceive(plain).map(({ mimeType }) => mimeType)).toEqual(['video/VP9', 'video/AV1', 'video/H265']);
  expect(toSend(plain)).toEqual([]);
});
