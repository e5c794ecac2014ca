/** A QR code as one path of an SVG picture, one unit to a module. */
import { correction, generate } from 'lean-qr';

/** What is left bright around a code, in modules (ISO/IEC 18004 section 6.3.8). */
const QUIET = 4;

export interface QrPath {
  /** The side of the picture with its bright edge, in modules. */
  side: number;
  /** The dark modules, as `d` of a path. */
  d: string;
}

/** `text` as a code that is read even when some of it (15 %) is not: a screen reflects. */
export function qrPath(text: string): QrPath {
  const code = generate(text, { minCorrectionLevel: correction.M });
  let d = '';
  for (let y = 0; y < code.size; y += 1) {
    let x = 0;
    while (x < code.size) {
      const from = x;
      while (code.get(x, y)) x += 1;
      if (x > from) d += `M${from + QUIET} ${y + QUIET}h${x - from}v1H${from + QUIET}z`;
      x += 1;
    }
  }
  return { side: code.size + 2 * QUIET, d };
}
