/**
 * In which sizes a picture is sent at once (simulcast, RFC 8853), so that a small tile costs its viewer little.
 *
 * Half the height is a quarter of the pixels; a layer that is hardly smaller than the next would cost more than it saves.
 */

/** The least height worth a layer of its own, in pixels. */
const LEAST_HEIGHT = 180;
/** Layers at most: a phone encodes all of them. */
const MOST = 3;
const RIDS = ['f', 'h', 'q'] as const;

/** Bits a second for a picture of so many pixels high. */
function bitsFor(height: number): number {
  if (height >= 720) return 1_500_000;
  if (height >= 480) return 1_000_000;
  return height >= 360 ? 500_000 : 200_000;
}

/** The encodings of a picture so many pixels high, the smallest first; one if that is not known. */
export function layersOf(height = 0): RTCRtpEncodingParameters[] {
  const layers: RTCRtpEncodingParameters[] = [];
  for (const [halved, rid] of RIDS.slice(0, MOST).entries()) {
    const scaleResolutionDownBy = 2 ** halved;
    const own = height / scaleResolutionDownBy;
    if (halved > 0 && own < LEAST_HEIGHT) break;
    layers.unshift({ rid, scaleResolutionDownBy, maxBitrate: bitsFor(height === 0 ? 720 : own) });
  }
  const [only, ...others] = layers;
  // A single one needs no name: any receiver takes it.
  if (only && others.length === 0) return [{ maxBitrate: only.maxBitrate ?? 0 }];
  return layers;
}
