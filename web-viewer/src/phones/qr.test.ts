import { correction, generate } from 'lean-qr';
import { expect, it } from 'vitest';
import { qrPath } from './qr';

const TEXT = `yike://enrol?v=1&hall=https://hall.example&code=${'a'.repeat(43)}&pin=sha256:${'0f'.repeat(32)}`;

/** Which modules a path of the form that `qrPath` writes makes dark. */
function dark(d: string): Set<string> {
  const runs = [...d.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)];
  expect(runs.map(([run]) => run).join('')).toBe(d);
  return new Set(
    runs.flatMap(([, x, y, length, back]) => {
      expect(back).toBe(x);
      return Array.from({ length: Number(length) }, (_, at) => `${Number(x) + at} ${y}`);
    }),
  );
}

it('draws every dark module of the code and no other, with four bright ones around', () => {
  const { side, d } = qrPath(TEXT);
  const code = generate(TEXT, { minCorrectionLevel: correction.M });
  const drawn = dark(d);
  expect(side).toBe(code.size + 8);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) expect(drawn.has(`${x} ${y}`), `${x} ${y}`).toBe(code.get(x - 4, y - 4));
});

it('draws the three eyes by which a camera finds it', () => {
  const { side, d } = qrPath(TEXT);
  const drawn = dark(d);
  for (const [x, y] of [
    [4, 4],
    [side - 11, 4],
    [4, side - 11],
  ] as const) {
    const ring = Array.from({ length: 7 }, (_, at) => drawn.has(`${x + at} ${y}`));
    expect(ring).toEqual(Array(7).fill(true));
    expect(drawn.has(`${x + 1} ${y + 1}`)).toBe(false);
    expect(drawn.has(`${x + 3} ${y + 3}`)).toBe(true);
  }
});
