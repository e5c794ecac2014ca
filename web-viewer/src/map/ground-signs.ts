/** The patterns and signs of the ground: what a colour says, a hatching, dots or a shape says too. */
import type { Map as MapLibre } from 'maplibre-gl';
import { COVER_COLOURS } from './ground-layers';

/** Pixels of the screen for each pixel of a sign. */
const RATIO = 2;

type Draw = (pen: CanvasRenderingContext2D, size: number) => void;

/** Adds them to `map`. */
export function addPatterns(map: MapLibre): void {
  add(map, 'hatch', 12, (pen, size) => stripes(pen, size, COVER_COLOURS[0], 2));
  add(map, 'closed', 10, (pen, size) => stripes(pen, size, '#ffd9cc', 3));
  add(map, 'dots', 12, (pen, size) => {
    pen.fillStyle = COVER_COLOURS[2];
    pen.beginPath();
    pen.arc(size / 2, size / 2, 1.4, 0, Math.PI * 2);
    pen.fill();
  });
  add(map, 'arrow', 30, (pen, size) => {
    pen.beginPath();
    pen.moveTo(size / 2, 3);
    pen.lineTo(size - 5, size - 7);
    pen.lineTo(size / 2, size - 12);
    pen.lineTo(5, size - 7);
    pen.closePath();
    pen.fillStyle = '#ffffff';
    pen.strokeStyle = '#0b1220';
    pen.lineWidth = 3;
    pen.stroke();
    pen.fill();
  });
  add(map, 'hole', 30, (pen, size) => {
    for (const [colour, width] of [
      ['#0b1220', 6],
      [COVER_COLOURS[0], 3],
    ] as const) {
      pen.beginPath();
      pen.setLineDash([5, 3.5]);
      pen.arc(size / 2, size / 2, 10, 0, Math.PI * 2);
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.stroke();
    }
  });
}

/** Slanted lines that meet themselves at the edges. */
function stripes(pen: CanvasRenderingContext2D, size: number, colour: string, width: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - size, 2 * size);
    pen.lineTo(shift + 2 * size, -size);
  }
  pen.stroke();
}

function add(map: MapLibre, name: string, size: number, draw: Draw): void {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size * RATIO;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.scale(RATIO, RATIO);
  draw(pen, size);
  map.addImage(name, pen.getImageData(0, 0, canvas.width, canvas.height), { pixelRatio: RATIO });
}
