/** A peer connection seen as a call of a `line`. */
import { knock, leave, offerOf } from './door';
import { iceServers } from './ice-servers';
import type { Call } from './line';

export interface PeerCall extends Call {
  readonly pc: RTCPeerConnection;
  /** The session in the hall, as a path. */
  readonly location: string;
}

/** Offers what `prepare` puts into a fresh connection to `path`. */
export async function callBy(
  path: string,
  token: string,
  signal: AbortSignal,
  prepare: (pc: RTCPeerConnection) => void,
  onHangUp: () => void = () => {},
): Promise<PeerCall> {
  const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: await iceServers(token) });
  let location: string | undefined;
  const close = () => {
    pc.onconnectionstatechange = null;
    pc.ontrack = null;
    pc.close();
    onHangUp();
  };
  try {
    prepare(pc);
    const admission = await knock(path, token, await offerOf(pc, signal), signal);
    location = admission.location;
    await pc.setRemoteDescription({ type: 'answer', sdp: admission.answer });
  } catch (error) {
    close();
    if (location) void leave(location, token);
    throw error;
  }
  const session = location;
  const call: PeerCall = {
    pc,
    location: session,
    onState: null,
    get state() {
      return pc.connectionState;
    },
    hangUp() {
      close();
      return leave(session, token);
    },
  };
  pc.onconnectionstatechange = () => call.onState?.();
  return call;
}
