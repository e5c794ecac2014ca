/**
 * Watching one unit's stream by WHEP (draft-ietf-wish-whep, the client offers).
 *
 * One may watch before the picture is there. The line restores itself, and the `MediaStream` stays the same while its
 * tracks change, so that a `<video>` is given it once.
 */
import { toReceive } from './codecs';
import { type Figures, figuresOf } from './figures';
import { Line, type LineState } from './line';
import { callBy, type PeerCall } from './peer-call';

export type { Figures } from './figures';
export type { LineState } from './line';

/** A unit's stream on its way to this page. */
export interface Watching {
  /** What to show. */
  readonly stream: MediaStream;
  readonly state: LineState;
  /** Why the hall ended it, if it did. */
  readonly fault: unknown;
  /**
   * Calls `tell` with the state now and whenever it changes, until the answer is called. `lost` is being restored:
   * there is no need to watch anew.
   */
  onState(tell: (state: LineState) => void): () => void;
  /** Ends the session in the hall. */
  stop(): Promise<void>;
  /** Figures of the picture; null while there is no call. */
  stats(): Promise<Figures | null>;
}

/** Watches a unit; throws a `HallFault` if the hall refuses. */
export async function watch(unitId: string, token: string): Promise<Watching> {
  const stream = new MediaStream();
  const clear = () => {
    for (const track of stream.getTracks()) stream.removeTrack(track);
  };
  const prepare = (pc: RTCPeerConnection) => {
    const video = pc.addTransceiver('video', { direction: 'recvonly' });
    const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs;
    if (codecs) video.setCodecPreferences(toReceive(codecs));
    pc.addTransceiver('audio', { direction: 'recvonly' });
    pc.ontrack = ({ track }) => stream.addTrack(track);
  };
  const path = `/whep/${encodeURIComponent(unitId)}`;
  const line = await Line.open<PeerCall>({ dial: (signal) => callBy(path, token, signal, prepare, clear) });
  let before: Figures | undefined;
  return {
    stream,
    get state() {
      return line.state;
    },
    get fault() {
      return line.fault;
    },
    onState: (tell) => line.onState(tell),
    async stats() {
      const pc = line.call?.pc;
      if (!pc) return null;
      before = await figuresOf(pc, before);
      return before;
    },
    stop: () => line.stop(),
  };
}
