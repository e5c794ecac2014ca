/** Which video codecs are offered, best first. What is chosen is the hall's answer. */

/** What is asked of a codec here: the beginning of `RTCRtpCodec`. */
export interface Codec {
  mimeType: string;
  sdpFmtpLine?: string;
}

/**
 * H.264 constrained baseline first (42e01f: every phone encodes it in hardware, every browser decodes it), other H.264
 * next, then VP8; the helpers of retransmission stay. What the hall does not forward is left out.
 */
export function preferred<C extends Codec>(codecs: readonly C[]): C[] {
  return codecs
    .map((codec, place) => ({ codec, place, rank: rank(codec) }))
    .filter(({ rank }) => rank < UNWANTED)
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ codec }) => codec);
}

const UNWANTED = 9;

function rank({ mimeType, sdpFmtpLine = '' }: Codec): number {
  switch (mimeType.toLowerCase()) {
    case 'video/h264':
      if (!/packetization-mode=1/.test(sdpFmtpLine)) return UNWANTED;
      return /profile-level-id=42e01f/i.test(sdpFmtpLine) ? 0 : 1;
    case 'video/vp8':
      return 2;
    case 'video/rtx':
      return 3;
    default:
      return UNWANTED;
  }
}
