/** Figures of a picture on its way, read from the statistics of a peer connection or a receiver (W3C webrtc-stats). */

export interface Figures {
  width: number | null;
  height: number | null;
  fps: number | null;
  /** Kilobits a second since the figures before; null at the first time. */
  kbps: number | null;
  /** `H264`, `VP8`, `AV1`. */
  codec: string | null;
  /** Milliseconds there and back on the network; it is no measure of how old the picture is. */
  rttMs: number | null;
  /** Milliseconds from the arrival of a frame until it is decoded and due, on average since the figures before. */
  heldMs: number | null;
  packetsLost: number | null;
  /** Per cent of the packets since the figures before that never came. */
  lossPct: number | null;
  /** Frames decoded, or encoded, since the call began. */
  frames: number;
  /** How often the picture stood still. */
  freezes: number | null;
  /** Bytes of the picture since the call began. */
  bytes: number;
  /** When this was read, in milliseconds. */
  at: number;
  /** What the figures after are counted from. */
  counts: Counts;
}

interface Counts {
  received: number | null;
  lost: number | null;
  held: number | null;
  emitted: number | null;
  decoding: number | null;
  decoded: number | null;
}

type Stat = Record<string, unknown>;

/** Has statistics: a peer connection, or one of its receivers. */
export interface Measured {
  getStats(): Promise<RTCStatsReport>;
}

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
  const counts: Counts = {
    received: number(video?.packetsReceived),
    lost: number(video?.packetsLost),
    held: number(video?.jitterBufferDelay),
    emitted: number(video?.jitterBufferEmittedCount),
    decoding: number(video?.totalDecodeTime),
    decoded: number(video?.framesDecoded),
  };
  const since = before?.counts;
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
    heldMs: since ? heldMs(counts, since) : null,
    packetsLost: counts.lost ?? number(remote?.packetsLost),
    lossPct: since ? lossPct(counts, since) : null,
    frames: counts.decoded ?? number(video?.framesEncoded) ?? 0,
    freezes: number(video?.freezeCount),
    bytes,
    at,
    counts,
  };
}

/** Reads the figures of `measured`. */
export async function figuresOf(measured: Measured, before?: Figures): Promise<Figures> {
  const report = (await measured.getStats()) as unknown as Iterable<readonly [string, Stat]>;
  return figures(report, performance.now(), before);
}

function heldMs(now: Counts, before: Counts): number | null {
  const buffered = mean(now.held, before.held, now.emitted, before.emitted);
  const decoded = mean(now.decoding, before.decoding, now.decoded, before.decoded);
  return buffered === null || decoded === null ? null : Math.round((buffered + decoded) * 1000);
}

function lossPct(now: Counts, before: Counts): number | null {
  const [lost, received] = [grown(now.lost, before.lost), grown(now.received, before.received)];
  if (lost === null || received === null || lost + received <= 0) return null;
  // What was thought lost may come after all.
  return Math.max(0, (lost / (lost + received)) * 100);
}

function mean(sum: number | null, sumBefore: number | null, count: number | null, countBefore: number | null) {
  const [more, times] = [grown(sum, sumBefore), grown(count, countBefore)];
  return more === null || times === null || times <= 0 ? null : more / times;
}

function grown(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : now - before;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
