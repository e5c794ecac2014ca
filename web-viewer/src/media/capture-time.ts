/**
 * When a frame was captured, carried beside it from camera to screen (abs-capture-time, WebRTC's RTP header extensions).
 *
 * Browsers know the extension, but do not offer it unless they are asked.
 */

const URI = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';
/** From NTP's first second, in 1900, to Unix's, in milliseconds. */
const NTP_TO_UNIX_MS = 2_208_988_800_000;

interface HeaderExtension {
  uri: string;
  direction: string;
}

/** What TypeScript's own words for a transceiver lack (W3C webrtc-extensions). */
interface Negotiates {
  getHeaderExtensionsToNegotiate(): HeaderExtension[];
  setHeaderExtensionsToNegotiate(extensions: HeaderExtension[]): void;
}

/** What they lack of a source. */
interface Captured {
  captureTimestamp?: number;
  rtpTimestamp: number;
}

/** A frame on the screen, as `requestVideoFrameCallback` tells of it. */
export interface Shown {
  /** When it is on the screen, in milliseconds since the page began. */
  expectedDisplayTime: number;
  rtpTimestamp?: number;
}

const TICKS_PER_MS = 90;

/** Offers the extension, if the browser knows it. */
export function offerCaptureTime(transceiver: RTCRtpTransceiver): void {
  if (!('setHeaderExtensionsToNegotiate' in transceiver)) return;
  const it = transceiver as RTCRtpTransceiver & Negotiates;
  const offered = it
    .getHeaderExtensionsToNegotiate()
    .map((each) => (each.uri === URI ? { uri: each.uri, direction: 'sendrecv' } : each));
  it.setHeaderExtensionsToNegotiate(offered);
}

/**
 * How old a frame is when it is on the screen, in milliseconds; null if its camera does not say. `machineBehindMs` is how
 * far this machine's clock is behind the hall's, by which cameras are set.
 */
export function glassToGlassMs(receiver: RTCRtpReceiver, shown: Shown, machineBehindMs: number): number | null {
  const [source] = receiver.getSynchronizationSources() as (RTCRtpSynchronizationSource & Captured)[];
  if (source?.captureTimestamp === undefined || shown.rtpTimestamp === undefined) return null;
  const captured = { captureTimestamp: source.captureTimestamp, rtpTimestamp: source.rtpTimestamp };
  const at = capturedAt(captured, shown.rtpTimestamp);
  return ageMs(at, performance.timeOrigin + shown.expectedDisplayTime + machineBehindMs);
}

/** When the frame with `rtpTimestamp` was captured (Unix time), told from another one of its source (NTP time). */
export function capturedAt(other: Required<Captured>, rtpTimestamp: number): number {
  // The difference of 32-bit numbers that begin anew.
  const ticks = (rtpTimestamp - other.rtpTimestamp) | 0;
  return other.captureTimestamp - NTP_TO_UNIX_MS + ticks / TICKS_PER_MS;
}

/** The age at `shownAt` of what was captured at `captured`; null if no clocks could say so. */
export function ageMs(captured: number, shownAt: number): number | null {
  const age = shownAt - captured;
  // A camera whose clock is its own says nothing.
  return age >= 0 && age < 60_000 ? Math.round(age) : null;
}
