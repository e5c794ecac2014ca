/**
 * Publishing this machine's camera and microphone to the hall by WHIP (RFC 9725).
 *
 * The line restores itself; the camera is the caller's, who also stops its tracks.
 */
import { offerCaptureTime } from './capture-time';
import { toSend } from './codecs';
import { encoding } from './encoding';
import { type Figures, figuresOf } from './figures';
import { layersOf } from './layers';
import { Line, type LineState } from './line';
import type { Obstacle } from './obstacle';
import { callBy, type PeerCall } from './peer-call';

export type { LineState } from './line';

/** A stream on its way to the hall. */
export interface Publishing {
  readonly state: LineState;
  /** Why the hall ended it, if it did. */
  readonly fault: unknown;
  /** What keeps it from its way, if that is known. */
  readonly obstacle: Obstacle | null;
  /** Calls `tell` with the state now and whenever it changes, until the answer is called. */
  onState(tell: (state: LineState) => void): () => void;
  /** Sends another camera's picture in place of the one before, without a new call. */
  replaceVideo(track: MediaStreamTrack): Promise<void>;
  /** Encodes the picture, or rests while nobody needs it: the camera stays on, the sound goes on. */
  need(needed: boolean): Promise<void>;
  /** Figures of the picture; null while there is no call. */
  stats(): Promise<Figures | null>;
  /** Ends the session in the hall. */
  stop(): Promise<void>;
}

/** Publishes `stream` as the picture of a unit or a town's desk; throws a `HallFault` if the hall refuses. */
export async function publish(sourceId: string, token: string, stream: MediaStream): Promise<Publishing> {
  const audio = stream.getAudioTracks()[0];
  let video = stream.getVideoTracks()[0];
  const prepare = (pc: RTCPeerConnection) => {
    if (audio) pc.addTransceiver(audio, { direction: 'sendonly', streams: [stream] });
    if (video) {
      const sendEncodings = layersOf(video.getSettings().height);
      const sends = pc.addTransceiver(video, { direction: 'sendonly', streams: [stream], sendEncodings });
      preferCodecs(sends);
      offerCaptureTime(sends);
    }
  };
  const path = `/whip/${encodeURIComponent(sourceId)}`;
  const line = await Line.open<PeerCall>({ dial: (signal) => callBy(path, token, signal, prepare) });
  const pictureSender = () => line.call?.pc.getSenders().find((one) => one.track?.kind === 'video');
  const useVideo = async () => {
    const sender = pictureSender();
    if (video && sender && sender.track !== video) await sender.replaceTrack(video);
  };
  const encode = encoding(pictureSender);
  let needed = true;
  // What was changed while a call was being made.
  line.onState((state) => {
    if (state !== 'live') return;
    void useVideo();
    void encode(needed);
  });
  let before: Figures | undefined;
  return {
    get state() {
      return line.state;
    },
    get fault() {
      return line.fault;
    },
    get obstacle() {
      return line.obstacle;
    },
    onState: (tell) => line.onState(tell),
    async replaceVideo(track) {
      video = track;
      await useVideo();
    },
    async need(now) {
      needed = now;
      await encode(needed);
    },
    async stats() {
      const pc = line.call?.pc;
      if (!pc) return null;
      before = await figuresOf(pc, before);
      return before;
    },
    stop: () => line.stop(),
  };
}

function preferCodecs(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs;
  if (codecs) transceiver.setCodecPreferences(toSend(codecs));
}
