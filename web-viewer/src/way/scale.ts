/** Round distances, for the scale of a map. */

/** The largest 1, 2 or 5 followed by noughts that is at most `most` metres. */
export function roundBelow(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return ([5, 2, 1].find((digit) => digit * power <= most) ?? 1) * power;
}
