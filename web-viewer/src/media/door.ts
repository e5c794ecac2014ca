/**
 * The hall's media door: one SDP offer in, one answer out.
 *
 * WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep) knock alike: the offer is posted whole, the answer names the
 * session to delete, or to restart on another network. Keeping a connection alive is `line`.
 */
import { send } from '../hall/http';

/** How long gathering candidates may take. The hall is ICE-lite and learns our address from our checks anyway. */
const GATHERING_MS = 800;
/** How long the hall may take to forget a session. */
const LEAVING_MS = 3_000;

/** How long the hall may take to restart ICE. */
const RESTARTING_MS = 3_000;
/** The media type of what amends a description (RFC 8840). */
const FRAGMENT = 'application/trickle-ice-sdpfrag';

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

/**
 * Restarts ICE for the session at `location` (RFC 9725 section 4.3.2): the hall's fragment for ours. Until the new path
 * works the old one carries on.
 */
export async function restart(location: string, token: string, fragment: string): Promise<string> {
  const response = await fetch(location, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': FRAGMENT, 'if-match': '*' },
    body: fragment,
    signal: AbortSignal.timeout(RESTARTING_MS),
  });
  if (response.status !== 200) throw new TypeError(`The hall restarts no ICE: ${response.status}.`);
  return await response.text();
}

/** What of a description tells how to reach its machine: the group, then the first section with its candidates. */
export function fragmentOf(sdp: string): string {
  const lines = sdp.split(/\r?\n/);
  const first = lines.findIndex((line) => line.startsWith('m='));
  const next = lines.findIndex((line, at) => at > first && line.startsWith('m='));
  const section = lines.slice(first, next < 0 ? undefined : next);
  const wanted = /^(m=|a=(mid|ice-ufrag|ice-pwd|candidate|end-of-candidates))/;
  const kept = [
    ...lines.slice(0, first).filter((line) => /^a=(group:BUNDLE|ice-options|ice-ufrag|ice-pwd)/.test(line)),
    ...section.filter((line) => wanted.test(line)),
  ];
  return kept.map((line) => `${line}\r\n`).join('');
}

/** The answer of before, reached as the hall's `fragment` says. */
export function restartedAnswer(answer: string, fragment: string): string {
  const told = fragment.split(/\r?\n/);
  const value = (prefix: string) => told.find((line) => line.startsWith(prefix));
  const candidates = told.filter((line) => line.startsWith('a=candidate:'));
  const lines = answer.split(/\r?\n/).flatMap((line) => {
    if (line.startsWith('a=ice-ufrag:')) return [value('a=ice-ufrag:') ?? line];
    if (line.startsWith('a=ice-pwd:')) return [value('a=ice-pwd:') ?? line, ...candidates];
    return line.startsWith('a=candidate:') ? [] : [line];
  });
  return lines.join('\r\n');
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
