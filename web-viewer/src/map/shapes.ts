/**
 * The signs on the map, drawn once each: a colour and a shape for every state.
 *
 * The shapes are those of `Shape.svelte`, so list and map speak alike.
 */
import type { Map as MapLibre } from 'maplibre-gl';
import type { Phase } from '../board/countdown';
import type { Language } from '../i18n/language.svelte';
import type { IncidentKind } from '../protocol/IncidentKind';
import type { UnitState } from '../protocol/UnitState';

export const UNIT_COLOURS: Record<UnitState, string> = {
  available: '#56b4e9',
  busy: '#f0e442',
  unreachable: '#ff6b3d',
  off_duty: '#9aa7b8',
};

export const PHASE_COLOURS: Record<Phase, string> = {
  waiting: '#e8eef7',
  on_time: '#56b4e9',
  soon: '#f0e442',
  late: '#ff6b3d',
  untimed: '#56b4e9',
  done: '#9aa7b8',
  ended: '#9aa7b8',
};

/** One letter for each kind of incident, no two alike. */
const INCIDENT_SIGNS: Record<Language, Record<IncidentKind, string>> = {
  zh: {
    fire: '火',
    traffic: '交',
    medical: '医',
    crowd: '众',
    flooding: '水',
    public_order: '治',
    other: '事',
    sos: '救',
  },
  en: { fire: 'F', traffic: 'T', medical: 'M', crowd: 'C', flooding: 'W', public_order: 'P', other: 'O', sos: '!' },
};

const GROUND = '#0b1220';
const PAPER = '#f4f7fb';
/** Pixels of the screen for each pixel of a sign. */
const RATIO = 2;

type Draw = (pen: CanvasRenderingContext2D, size: number) => void;

/** Adds every sign to `map`; those with letters as in `language`. */
export function addSigns(map: MapLibre, language: Language): void {
  for (const state of Object.keys(UNIT_COLOURS) as UnitState[]) {
    add(map, `unit-${state}`, 26, (pen, size) => unit(pen, size, state, false));
    add(map, `unit-${state}-hollow`, 26, (pen, size) => unit(pen, size, state, true));
  }
  add(map, 'unit-heading', 48, heading);
  add(map, 'unit-live', 40, live);
  add(map, 'unit-selected', 52, selected);
  for (const phase of Object.keys(PHASE_COLOURS) as Phase[]) {
    add(map, `order-${phase}`, 40, (pen, size) => pin(pen, size, phase));
  }
  add(map, 'draft', 44, draft);
  letterIn(map, language);
}

/** Letters the signs of incidents as in `language`. */
export function letterIn(map: MapLibre, language: Language): void {
  for (const [kind, letter] of Object.entries(INCIDENT_SIGNS[language])) {
    add(map, `incident-${kind}`, 26, (pen, size) => incident(pen, size, letter));
  }
}

function add(map: MapLibre, name: string, size: number, draw: Draw): void {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size * RATIO;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.scale(RATIO, RATIO);
  draw(pen, size);
  const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
  if (map.hasImage(name)) map.updateImage(name, picture);
  else map.addImage(name, picture, { pixelRatio: RATIO });
}

function unit(pen: CanvasRenderingContext2D, size: number, state: UnitState, hollow: boolean): void {
  const middle = size / 2;
  pen.beginPath();
  outline(pen, state, middle, middle, 8);
  pen.lineJoin = 'round';
  pen.lineWidth = 5;
  pen.strokeStyle = GROUND;
  pen.stroke();
  if (hollow || state === 'off_duty') {
    pen.fillStyle = GROUND;
    pen.fill();
    pen.lineWidth = 2.5;
    pen.strokeStyle = UNIT_COLOURS[state];
    pen.stroke();
  } else {
    pen.fillStyle = UNIT_COLOURS[state];
    pen.fill();
  }
}

function outline(pen: CanvasRenderingContext2D, state: UnitState, x: number, y: number, r: number): void {
  switch (state) {
    case 'busy':
      pen.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
      break;
    case 'unreachable':
      polygon(pen, [x, y - r * 1.15], [x + r * 1.15, y], [x, y + r * 1.15], [x - r * 1.15, y]);
      break;
    default:
      pen.arc(x, y, r, 0, Math.PI * 2);
  }
}

/** A wedge that points north and is turned by the layer. */
function heading(pen: CanvasRenderingContext2D, size: number): void {
  const middle = size / 2;
  pen.beginPath();
  polygon(pen, [middle, 2], [middle + 7, 13], [middle, 10.5], [middle - 7, 13]);
  pen.fillStyle = '#ffffff';
  pen.strokeStyle = GROUND;
  pen.lineWidth = 2;
  pen.stroke();
  pen.fill();
}

function live(pen: CanvasRenderingContext2D, size: number): void {
  const middle = size / 2;
  ring(pen, middle, 14, GROUND, 5);
  ring(pen, middle, 14, '#7ee0b8', 2.5);
}

function selected(pen: CanvasRenderingContext2D, size: number): void {
  const middle = size / 2;
  pen.setLineDash([8, 5]);
  ring(pen, middle, 21, '#ffffff', 2.5);
}

function ring(pen: CanvasRenderingContext2D, middle: number, radius: number, colour: string, width: number): void {
  pen.beginPath();
  pen.arc(middle, middle, radius, 0, Math.PI * 2);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

/** A pin whose point is the middle of its lower edge. */
function pin(pen: CanvasRenderingContext2D, size: number, phase: Phase): void {
  const x = size / 2;
  pen.beginPath();
  pen.moveTo(x, size - 2);
  pen.bezierCurveTo(x - 4, size - 12, x - 13, size - 16, x - 13, size - 25);
  pen.arc(x, size - 25, 13, Math.PI, 0);
  pen.bezierCurveTo(x + 13, size - 16, x + 4, size - 12, x, size - 2);
  pen.closePath();
  pen.fillStyle = PHASE_COLOURS[phase];
  pen.strokeStyle = GROUND;
  pen.lineWidth = 3;
  pen.stroke();
  pen.fill();
  pen.fillStyle = pen.strokeStyle = '#06121f';
  mark(pen, phase, x, size - 25);
}

function mark(pen: CanvasRenderingContext2D, phase: Phase, x: number, y: number): void {
  pen.beginPath();
  pen.lineWidth = 2.5;
  switch (phase) {
    case 'untimed':
    case 'on_time':
      pen.arc(x, y, 5, 0, Math.PI * 2);
      pen.fill();
      break;
    case 'soon':
      polygon(pen, [x, y - 6], [x + 6.5, y + 5], [x - 6.5, y + 5]);
      pen.fill();
      break;
    case 'late':
      polygon(pen, [x, y - 7], [x + 7, y], [x, y + 7], [x - 7, y]);
      pen.fill();
      break;
    case 'done':
      pen.moveTo(x - 5.5, y);
      pen.lineTo(x - 1.5, y + 4.5);
      pen.lineTo(x + 6, y - 4.5);
      pen.stroke();
      break;
    case 'ended':
      pen.rect(x - 5, y - 1.5, 10, 3);
      pen.fill();
      break;
    case 'waiting':
      pen.setLineDash([3, 2.5]);
      pen.arc(x, y, 5.5, 0, Math.PI * 2);
      pen.stroke();
  }
}

function incident(pen: CanvasRenderingContext2D, size: number, sign: string): void {
  pen.beginPath();
  pen.roundRect(2, 2, size - 4, size - 4, 6);
  pen.strokeStyle = GROUND;
  pen.lineWidth = 3;
  pen.stroke();
  pen.fillStyle = PAPER;
  pen.fill();
  pen.fillStyle = '#06121f';
  pen.font = '600 14px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(sign, size / 2, size / 2 + 1);
}

function draft(pen: CanvasRenderingContext2D, size: number): void {
  const middle = size / 2;
  for (const [colour, width] of [
    [GROUND, 6],
    ['#ffffff', 2.5],
  ] as const) {
    ring(pen, middle, 12, colour, width);
    pen.beginPath();
    for (const [x, y] of [
      [0, -1],
      [1, 0],
      [0, 1],
      [-1, 0],
    ] as const) {
      pen.moveTo(middle + x * 6, middle + y * 6);
      pen.lineTo(middle + x * 19, middle + y * 19);
    }
    pen.stroke();
  }
}

function polygon(pen: CanvasRenderingContext2D, ...points: [number, number][]): void {
  for (const [index, [x, y]] of points.entries()) index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y);
  pen.closePath();
}
