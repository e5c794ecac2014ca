/** A peer connection seen as a call of a `line`. */
import { fragmentOf, knock, leave, offerOf, restart, restartedAnswer } from './door';
import { iceServers } from './ice-servers';
import type { Call } from './line';
import { watchRelays } from './obstacle';

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
  const obstacle = watchRelays(pc);
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
  let answer = pc.remoteDescription?.sdp ?? '';
  const call: PeerCall = {
    pc,
    location: session,
    onState: null,
    get state() {
      return pc.connectionState;
    },
    get obstacle() {
      return obstacle();
    },
    async restart(signal) {
      // The passwords that the call began with are good for an hour only.
      const relays = await iceServers(token);
      signal.throwIfAborted();
      if (relays.length > 0) pc.setConfiguration({ ...pc.getConfiguration(), iceServers: relays });
      // Our candidates need no word: the hall learns them from our checks.
      pc.restartIce();
      await pc.setLocalDescription();
      const fragment = await restart(session, token, fragmentOf(pc.localDescription?.sdp ?? ''));
      signal.throwIfAborted();
      answer = restartedAnswer(answer, fragment);
      await pc.setRemoteDescription({ type: 'answer', sdp: answer });
    },
    hangUp() {
      close();
      return leave(session, token);
    },
  };
  pc.onconnectionstatechange = () => call.onState?.();
  return call;
}
