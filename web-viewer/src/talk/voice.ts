/**
 * This machine's voice on its way to the hall, with the voices that come back.
 *
 * One connection stays open, so that pressing costs no handshake. It sends nothing while nobody presses: the microphone
 * is put on the line and taken off it, without a word to the hall.
 */
import { HallFault } from '../hall/http';
import { Line, type LineState } from '../media/line';
import { callBy, type PeerCall } from '../media/peer-call';

/** A voice that can be let out. */
export interface Voice {
  onState(tell: (state: LineState) => void): () => void;
  /** Lets the microphone out, or no more. */
  speak(aloud: boolean): void;
  stop(): void;
}

/** Opens a voice on whatever line `lineNow` names; `ears` voices are heard at once. Without `microphone` one only hears. */
export async function openVoice(
  lineNow: () => string | undefined,
  token: string,
  ears: number,
  microphone: MediaStreamTrack | undefined,
): Promise<Voice> {
  const player = new Audio();
  const heard = new MediaStream();
  player.autoplay = true;
  player.srcObject = heard;
  let aloud = false;
  const prepare = (pc: RTCPeerConnection) => {
    pc.ontrack = ({ track }) => {
      heard.addTrack(track);
      // A browser may want a click first; the one that opened the voice is one.
      void player.play().catch(() => {});
    };
    pc.addTransceiver('audio', { direction: 'sendrecv' });
    for (let ear = 1; ear < ears; ear += 1) pc.addTransceiver('audio', { direction: 'recvonly' });
  };
  const clear = () => {
    for (const track of heard.getTracks()) heard.removeTrack(track);
  };
  const dial = async (signal: AbortSignal) => {
    const own = lineNow();
    if (!own) throw new TypeError('The hall has not named a line yet.');
    try {
      return await callBy(`/whip/talk/${own}`, token, signal, prepare, clear);
    } catch (error) {
      // The socket came back with another line: that one is tried next.
      if (error instanceof HallFault && error.status === 404) throw new TypeError('The line is gone.');
      throw error;
    }
  };
  const line = await Line.open<PeerCall>({ dial });
  const set = () => {
    const [sender] = line.call?.pc.getSenders() ?? [];
    void sender?.replaceTrack(aloud && microphone ? microphone : null).catch(() => {});
  };
  line.onState((state) => {
    if (state === 'live') set();
  });
  return {
    onState: (tell) => line.onState(tell),
    speak(now) {
      if (now === aloud) return;
      aloud = now;
      set();
    },
    stop() {
      void line.stop();
      player.srcObject = null;
    },
  };
}

/** Asks the browser for the microphone; none if there is none or it may not be used. */
export async function askMicrophone(): Promise<MediaStreamTrack | undefined> {
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    return stream.getAudioTracks()[0];
  } catch {
    return undefined;
  }
}
