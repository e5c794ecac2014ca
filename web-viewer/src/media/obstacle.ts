/**
 * What keeps media from its way, as far as the browser tells.
 *
 * Where networks let media through by a relay alone, a relay that turns everybody away looks like a bad network; but it is
 * the administrator who can mend it.
 */

/** A relay turned this page away, or none answered. */
export type Obstacle = 'relay_refused' | 'relay_silent';

/** What stands for "no answer" among STUN's error codes (W3C WebRTC, `RTCPeerConnectionIceErrorEvent`). */
const SILENT = 701;

/** Watches how the relays of `pc` take it; the answer tells what is in the way, null if nothing is known to be. */
export function watchRelays(pc: RTCPeerConnection): () => Obstacle | null {
  let obstacle: Obstacle | null = null;
  let admitted = false;
  pc.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate?.type === 'relay') admitted = true;
  });
  pc.addEventListener('icecandidateerror', ({ url, errorCode }) => {
    if (!/^turns?:/.test(url)) return;
    if (errorCode !== SILENT) obstacle = 'relay_refused';
    else obstacle ??= 'relay_silent';
  });
  return () => (admitted ? null : obstacle);
}
