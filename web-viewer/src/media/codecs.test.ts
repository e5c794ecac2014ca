import { expect, test } from 'vitest';
import { preferred } from './codecs';

const h264 = (profile: string, mode = 1) => ({
  mimeType: 'video/H264',
  sdpFmtpLine: `level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}`,
});

test('constrained baseline comes first, other H.264 next, then VP8; helpers stay, strangers go', () => {
  const offered = [
    { mimeType: 'video/VP8' },
    { mimeType: 'video/rtx' },
    { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=0' },
    h264('42001f'),
    h264('42001f', 0),
    h264('42e01f', 0),
    h264('42e01f'),
    { mimeType: 'video/AV1' },
    { mimeType: 'video/red' },
  ];
  expect(preferred(offered)).toEqual([
    h264('42e01f'),
    h264('42001f'),
    { mimeType: 'video/VP8' },
    { mimeType: 'video/rtx' },
  ]);
});
