/** Figures of a picture on its way, read from the statistics of a peer connection (W3C webrtc-stats). */

export interface Figures {
  width: number | null;
  height: number | null;
  fps: number | null;
  /** Kilobits a second since the figures before; null at the first time. */
  kbps: number | null;
  /** `H264`, `VP8`. */
  codec: string | null;
  /** Milliseconds there and back on the network; it is no measure of how old the picture is. */
  rttMs: number | null;
  packetsLost: number | null;
  /** Frames decoded, or encoded, since the call began. */
  frames: number;
  /** How often the picture stood still. */
  freezes: number | null;
  /** Bytes of the picture since the call began. */
  bytes: number;
  /** When this was read, in milliseconds. */
  at: number;
}

type Stat = Record<string, unknown>;

/** The figures of the video in `report`, either way; `before` are those of last time. */
export function figures(report: Iterable<readonly [string, Stat]>, at: number, before?: Figures): Figures {
  const stats = new Map(report);
  const all = [...stats.values()];
  const video = all.find(({ type, kind }) => kind === 'video' && (type === 'inbound-rtp' || type === 'outbound-rtp'));
  const remote = all.find(({ type, kind }) => kind === 'video' && type === 'remote-inbound-rtp');
  const path = all.find(
    ({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded',
  );
  const bytes = number(video?.bytesReceived) ?? number(video?.bytesSent) ?? 0;
  const mime = stats.get(String(video?.codecId))?.mimeType;
  const rtt = number(path?.currentRoundTripTime);
  return {
    width: number(video?.frameWidth),
    height: number(video?.frameHeight),
    fps: number(video?.framesPerSecond),
    kbps:
      before && at > before.at && bytes >= before.bytes
        ? Math.round(((bytes - before.bytes) * 8) / (at - before.at))
        : null,
    codec: typeof mime === 'string' ? mime.replace(/^video\//, '') : null,
    rttMs: rtt === null ? null : Math.round(rtt * 1000),
    packetsLost: number(video?.packetsLost) ?? number(remote?.packetsLost),
    frames: number(video?.framesDecoded) ?? number(video?.framesEncoded) ?? 0,
    freezes: number(video?.freezeCount),
    bytes,
    at,
  };
}

/** Reads the figures of `pc`. */
export async function figuresOf(pc: RTCPeerConnection, before?: Figures): Promise<Figures> {
  const report = (await pc.getStats()) as unknown as Iterable<readonly [string, Stat]>;
  return figures(report, performance.now(), before);
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
