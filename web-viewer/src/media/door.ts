/**
 * The hall's media door: one SDP offer in, one answer out.
 *
 * WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep) knock alike: the offer is posted whole, the answer names the
 * session to delete. Keeping a connection alive is `line`.
 */
import { send } from '../hall/http';

/** How long gathering candidates may take. The hall is ICE-lite and learns our address from our checks anyway. */
const GATHERING_MS = 800;
/** How long the hall may take to forget a session. */
const LEAVING_MS = 3_000;

/** What the hall answered to an offer. */
export interface Admission {
  /** The SDP answer. */
  answer: string;
  /** The session, to be deleted at the end. */
  location: string;
}

/** Posts `offer` to `path`; throws a `HallFault` if the hall refuses or does not answer. */
export async function knock(path: string, token: string, offer: string, signal: AbortSignal): Promise<Admission> {
  const response = await send('POST', path, new Blob([offer], { type: 'application/sdp' }), token);
  const answer = await response.text();
  const location = sessionPath(response.headers.get('location'), path);
  if (signal.aborted) {
    void leave(location, token);
    signal.throwIfAborted();
  }
  return { answer, location };
}

/** Ends the session at `location`; also while the page closes. A failure is left to the hall's own deadline. */
export async function leave(location: string, token: string): Promise<void> {
  await fetch(location, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
    keepalive: true,
    signal: AbortSignal.timeout(LEAVING_MS),
  }).catch(() => {});
}

/** The path that a `Location` header names, on our own origin: the token is shown to nobody else. */
export function sessionPath(header: string | null, posted: string): string {
  if (!header) throw new TypeError('The hall named no media session.');
  const base = `https://hall.invalid${posted}`;
  const { pathname, search, host } = new URL(header, base);
  const own = host === 'hall.invalid' || (typeof window !== 'undefined' && host === window.location.host);
  if (!own) throw new TypeError('The media session is on another machine.');
  return pathname + search;
}

/** Makes the offer of `pc` with the candidates found in time. */
export async function offerOf(pc: RTCPeerConnection, signal: AbortSignal): Promise<string> {
  await pc.setLocalDescription();
  await gathered(pc, signal);
  const offer = pc.localDescription?.sdp;
  if (!offer) throw new TypeError('This browser made no offer.');
  return offer;
}

function gathered(pc: RTCPeerConnection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      clearTimeout(timer);
      pc.removeEventListener('icegatheringstatechange', look);
      signal.removeEventListener('abort', abort);
      then();
    };
    const look = () => {
      if (pc.iceGatheringState === 'complete') settle(resolve);
    };
    const abort = () => settle(() => reject(signal.reason));
    const timer = setTimeout(() => settle(resolve), GATHERING_MS);
    pc.addEventListener('icegatheringstatechange', look);
    signal.addEventListener('abort', abort);
    look();
    if (signal.aborted) abort();
  });
}
