/** Which video codecs are offered, best first. What is chosen is the hall's answer. */

/** What is asked of a codec here: the beginning of `RTCRtpCodec`. */
export interface Codec {
  mimeType: string;
  sdpFmtpLine?: string;
}

/**
 * What a camera is sent in: H.264 constrained baseline first (42e01f: every phone encodes it in hardware, every browser
 * decodes it), other H.264 next, then VP8, which is all that the hall records, and so all that is offered; the helpers of
 * retransmission stay.
 */
export function toSend<C extends Codec>(codecs: readonly C[]): C[] {
  return ranked(codecs, sendingRank);
}

/**
 * What pictures may come in: the same, and whatever else the hall passes through from cameras of others. Of each codec it
 * is the profile that cameras send, since a wall's offer says all of it sixteen times within the hall's 64 KiB.
 */
export function toReceive<C extends Codec>(codecs: readonly C[]): C[] {
  return ranked(codecs, receivingRank);
}

const UNWANTED = 9;

function ranked<C extends Codec>(codecs: readonly C[], rank: (codec: Codec) => number): C[] {
  return codecs
    .map((codec, place) => ({ codec, place, rank: rank(codec) }))
    .filter(({ rank }) => rank < UNWANTED)
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ codec }) => codec);
}

function sendingRank({ mimeType, sdpFmtpLine = '' }: Codec): number {
  switch (mimeType.toLowerCase()) {
    case 'video/h264':
      if (!/packetization-mode=1/.test(sdpFmtpLine)) return UNWANTED;
      return /profile-level-id=42e01f/i.test(sdpFmtpLine) ? 0 : 1;
    case 'video/vp8':
      return 2;
    case 'video/rtx':
      return 8;
    default:
      return UNWANTED;
  }
}

function receivingRank(codec: Codec): number {
  const { mimeType, sdpFmtpLine = '' } = codec;
  const parameter = (name: string) => new RegExp(`(?:^|;)\\s*${name}=([^;]*)`, 'i').exec(sdpFmtpLine)?.[1]?.trim();
  switch (mimeType.toLowerCase()) {
    case 'video/h264':
      // Baseline comes under the number of constrained baseline; high 4:4:4 is not passed through.
      return /profile-level-id=(4200|f4)/i.test(sdpFmtpLine) ? UNWANTED : sendingRank(codec);
    case 'video/vp9':
      return (parameter('profile-id') ?? '0') === '0' ? 3 : UNWANTED;
    case 'video/av1':
      return (parameter('profile') ?? '0') === '0' ? 4 : UNWANTED;
    case 'video/h265':
      return (parameter('profile-id') ?? '1') === '1' ? 5 : UNWANTED;
    default:
      return sendingRank(codec);
  }
}
