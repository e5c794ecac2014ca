/**
 * The phone's own position, while the page is in the foreground.
 *
 * Browsers measure as often as they like, or not at all while the phone lies still; this passes on at most one a
 * second and asks again after a quarter of a minute of silence. Stamping in hall time is the caller's.
 */

export type GpsFault = 'denied' | 'unavailable';

/** The least time between two positions, in milliseconds: a receiver at 1 Hz is sometimes a little early. */
const LEAST_MS = 900;
/** How long the receiver may be silent before it is asked. */
const SILENCE_MS = 15_000;
const OPTIONS: PositionOptions = { enableHighAccuracy: true, maximumAge: 0, timeout: SILENCE_MS };

/** Passes at most one position a second. */
export class Pace {
  #last = Number.NEGATIVE_INFINITY;

  /** Whether one at `now` is passed on. */
  passes(now: number): boolean {
    if (now - this.#last < LEAST_MS) return false;
    this.#last = now;
    return true;
  }
}

/** Follows the phone until the answer is called. */
export function followPosition(
  onPosition: (at: GeolocationPosition) => void,
  onFault: (fault: GpsFault) => void,
): () => void {
  if (!('geolocation' in navigator)) {
    onFault('unavailable');
    return () => {};
  }
  const { geolocation } = navigator;
  const pace = new Pace();
  let heard = performance.now();
  const measured = (at: GeolocationPosition) => {
    heard = performance.now();
    if (pace.passes(heard)) onPosition(at);
  };
  const failed = ({ code }: GeolocationPositionError) => {
    if (code === GeolocationPositionError.PERMISSION_DENIED) onFault('denied');
    else if (code === GeolocationPositionError.POSITION_UNAVAILABLE) onFault('unavailable');
  };
  let watching = geolocation.watchPosition(measured, failed, OPTIONS);
  // Asking beside a running watch waits for the next change, so the watch itself is begun anew.
  const nudging = setInterval(() => {
    if (performance.now() - heard < SILENCE_MS || document.hidden) return;
    heard = performance.now();
    geolocation.clearWatch(watching);
    watching = geolocation.watchPosition(measured, failed, OPTIONS);
  }, SILENCE_MS / 5);
  return () => {
    geolocation.clearWatch(watching);
    clearInterval(nudging);
  };
}
