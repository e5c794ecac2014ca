/**
 * One unit’s picture as it plays: what is measured, what may be said of it.
 *
 * A picture is live only while frames reach the screen; as soon as they do not, it says since when. What is measured is
 * told with its name: the time on the network is not the age of the picture.
 */
import type { Shown } from '../media/capture-time';
import type { Figures } from '../media/figures';
import type { LineState } from '../media/line';
import type { Obstacle } from '../media/obstacle';
import type { Tile } from '../media/wall';

/** `frozen` is a line that stands while no new frame comes. */
export type Picture =
  | { is: 'connecting' | 'playing' | 'frozen' }
  | { is: 'lost'; obstacle: Obstacle | null }
  | { is: 'undecodable'; codec: string }
  | { is: 'failed'; why: unknown };

/** What is measured of a picture; null is unknown. */
export interface Numbers {
  /** Frames that reached the screen in the last second. */
  fps: number;
  kbps: number | null;
  /** The height of the layer that is sent, in pixels. */
  layer: number | null;
  codec: string | null;
  /** Milliseconds there and back on the network. */
  rttMs: number | null;
  /** Milliseconds from the arrival of a frame until it is on the screen. */
  heldMs: number | null;
  /** Milliseconds from the camera's lens until it is on the screen. */
  glassMs: number | null;
  lossPct: number | null;
  freezes: number | null;
}

/** The clock of the hall. */
interface Clock {
  now(): number;
  readonly machineBehindMs: number;
}

const MEASURE_MS = 1_000;
const LOOK_MS = 250;
/** How long the picture may stand still before the tile says so. */
export const FROZEN_MS = 2_000;

export class Playing {
  readonly #clock: Clock;
  #line = $state.raw<LineState>('connecting');
  #fault = $state.raw<unknown>();
  #obstacle = $state.raw<Obstacle | null>(null);
  #undecodable = $state.raw<string | null>(null);
  #shown = $state(false);
  /** Since when the picture stands, by the hall's clock; null while it moves. */
  stillSince = $state<number | null>(null);
  numbers = $state.raw<Numbers | null>(null);

  readonly picture: Picture = $derived.by(() => {
    if (this.#fault !== undefined) return { is: 'failed', why: this.#fault };
    if (this.#line === 'lost' || this.#line === 'ended') return { is: 'lost', obstacle: this.#obstacle };
    if (this.#undecodable !== null) return { is: 'undecodable', codec: this.#undecodable };
    if (this.#line === 'connecting' || !this.#shown) return { is: 'connecting' };
    return { is: this.stillSince === null ? 'playing' : 'frozen' };
  });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Plays `tile` in `element` until the answer is called. */
  play(element: HTMLVideoElement, tile: Tile, onSilent: () => void): () => void {
    const told = () => {
      this.#line = tile.state;
      this.#fault = tile.fault;
      this.#obstacle = tile.obstacle;
      this.#undecodable = tile.undecodable;
    };
    tile.onState = told;
    told();
    element.srcObject = tile.stream;
    // A browser may forbid sound before the first click on the page; the picture matters more.
    void element.play().catch(() => {
      onSilent();
      return element.play().catch(() => {});
    });
    const stop = this.#measure(element, tile);
    return () => {
      stop();
      tile.onState = null;
      element.srcObject = null;
    };
  }

  /** Counts the frames that reach the screen, which is less than what arrives when the machine is slow. */
  #measure(element: HTMLVideoElement, tile: Tile): () => void {
    let gone = false;
    let frames = 0;
    let held: number[] = [];
    let last = performance.now();
    let handle = 0;
    let newest: Shown | undefined;
    const onFrame = (at: number, frame: VideoFrameCallbackMetadata) => {
      frames += 1;
      // On a busy machine a frame is due before it is there; it is shown when it is told of.
      const expectedDisplayTime = Math.max(frame.expectedDisplayTime, at);
      newest = { ...frame, expectedDisplayTime };
      if (frame.receiveTime !== undefined) held.push(expectedDisplayTime - frame.receiveTime);
      const waited = performance.now() - last;
      last += waited;
      this.#shown = true;
      // A frame that comes alone is a still; only the next one shows that the picture moves.
      if (waited > FROZEN_MS) this.stillSince ??= this.#clock.now();
      else this.stillSince = null;
      handle = element.requestVideoFrameCallback(onFrame);
    };
    handle = element.requestVideoFrameCallback(onFrame);
    const looking = setInterval(() => {
      const still = performance.now() - last;
      if (still > FROZEN_MS) this.stillSince ??= this.#clock.now() - still;
    }, LOOK_MS);
    const measuring = setInterval(async () => {
      const [shown, delays] = [frames, held];
      [frames, held] = [0, []];
      const figures = await tile.stats().catch(() => null);
      if (gone) return;
      const fps = Math.round((shown * 1000) / MEASURE_MS);
      const glassMs = newest && shown > 0 ? tile.glassToGlassMs(newest, this.#clock.machineBehindMs) : null;
      this.numbers = figures && numbers(figures, fps, mean(delays), glassMs);
    }, MEASURE_MS);
    return () => {
      gone = true;
      element.cancelVideoFrameCallback(handle);
      clearInterval(looking);
      clearInterval(measuring);
    };
  }
}

function numbers(figures: Figures, fps: number, heldMs: number | null, glassMs: number | null): Numbers {
  const { kbps, height, codec, rttMs, lossPct, freezes } = figures;
  return { fps, kbps, layer: height, codec, rttMs, heldMs: heldMs ?? figures.heldMs, glassMs, lossPct, freezes };
}

function mean(all: readonly number[]): number | null {
  return all.length > 0 ? Math.round(all.reduce((sum, each) => sum + each, 0) / all.length) : null;
}
