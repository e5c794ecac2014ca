/** One picture of a wall on its way to this page: it stays while slots and connections change beneath it. */
import { glassToGlassMs, type Shown } from './capture-time';
import { type Figures, figuresOf } from './figures';
import type { LineState } from './line';
import type { Obstacle } from './obstacle';
import type { Wall } from './wall';

/** How a tile is looked at. */
export interface View {
  /** The height of its picture in pixels of the screen; 0 while nobody sees it. */
  height: number;
  /** Which tiles get bandwidth first: the higher, the earlier. */
  priority: number;
  /** Whether its sound is heard. */
  heard: boolean;
}

/** Whose picture it is: that of a unit, or of a town's desk. */
export type PictureOf = { unit: string; desk?: undefined } | { desk: string; unit?: undefined };

/** A picture on its way to this page. */
export class Tile {
  /** What to show; it stays the same. */
  readonly stream = new MediaStream();
  readonly source: PictureOf;
  readonly #wall: Wall;
  #receiver: RTCRtpReceiver | undefined;
  #before: Figures | undefined;
  /** How it is looked at. */
  view: View = { height: 0, priority: 0, heard: false };
  /** The codec of its picture, if that is why nothing of it is sent to this browser. */
  undecodable: string | null = null;
  /** Called whenever `state` may have changed. */
  onState: (() => void) | null = null;

  constructor(source: PictureOf, wall: Wall) {
    this.source = source;
    this.#wall = wall;
  }

  get state(): LineState {
    return this.#wall.state;
  }

  /** What keeps the wall's media from its way, if that is known. */
  get obstacle(): Obstacle | null {
    return this.#wall.obstacle;
  }

  /** Why the hall refuses, if it does. */
  get fault(): unknown {
    return this.#wall.fault;
  }

  /** Tells how it is looked at from now on. */
  look(view: View): void {
    const before = this.view;
    if (before.height === view.height && before.priority === view.priority && before.heard === view.heard) return;
    this.view = view;
    const turned = before.height > 0 !== view.height > 0 || before.heard !== view.heard;
    this.#wall.viewed(this, !turned);
  }

  /** Figures of the picture; null while there is none. */
  async stats(): Promise<Figures | null> {
    if (!this.#receiver) return null;
    this.#before = await figuresOf(this.#receiver, this.#before);
    return this.#before;
  }

  /** How old a frame is when it is shown, in milliseconds, if its camera says; see `capture-time`. */
  glassToGlassMs(shown: Shown, machineBehindMs: number): number | null {
    return this.#receiver ? glassToGlassMs(this.#receiver, shown, machineBehindMs) : null;
  }

  close(): void {
    this.onState = null;
    this.#wall.left(this);
    for (const track of this.stream.getTracks()) this.stream.removeTrack(track);
  }

  /** @internal The hall does not send its picture, for this codec; or nothing keeps it from that. */
  lacks(codec: string | null): void {
    this.undecodable = codec;
    this.onState?.();
  }

  /** @internal Its slot has these receivers. */
  connected(video: RTCRtpReceiver, audio: RTCRtpReceiver): void {
    for (const track of this.stream.getTracks()) this.stream.removeTrack(track);
    this.#receiver = video;
    this.#before = undefined;
    this.undecodable = null;
    this.stream.addTrack(video.track);
    this.stream.addTrack(audio.track);
    this.onState?.();
  }
}
