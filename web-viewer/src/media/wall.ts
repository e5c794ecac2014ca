/**
 * A wall: many pictures on one peer connection.
 *
 * The connection has a fixed number of slots; a message on the viewer's socket moves pictures into them, so that another
 * layout or another unit costs no negotiation. A tile keeps its `MediaStream` while slots and connections change beneath it.
 * The connection is there while there are tiles, and restores itself.
 */
import type { SlotPlaced } from '../protocol/SlotPlaced';
import type { ToViewer } from '../protocol/ToViewer';
import type { ViewerToHall } from '../protocol/ViewerToHall';
import { offerCaptureTime } from './capture-time';
import { toReceive } from './codecs';
import { iceServers } from './ice-servers';
import { Line, type LineState } from './line';
import type { Obstacle } from './obstacle';
import { callBy, type PeerCall } from './peer-call';
import { Rack } from './rack';
import { type PictureOf, Tile } from './tile';

export type { PictureOf, Tile } from './tile';

/** How long a wall without tiles keeps its connection: who closes one picture often opens another. */
const IDLE_MS = 30_000;
/** How soon a wall that was refused is asked for again. */
const REFUSED_MS = 3_000;
/** How long the height of a tile must hold until the hall is told: a window that is drawn larger changes it often. */
const HEIGHT_HOLDS_MS = 250;

export interface WallOptions {
  slots: number;
  token: string;
  /** Tells the hall; whether that went out. */
  send: (message: ViewerToHall) => boolean;
}

/** What the hall says of a slot. */
export type Undecodable = Extract<ToViewer, { type: 'undecodable' }>;

interface Slot {
  video: RTCRtpTransceiver;
  audio: RTCRtpTransceiver;
}

export class Wall {
  readonly #options: WallOptions;
  readonly #rack: Rack<Tile>;
  readonly #owed = new Set<number>();
  #line: Line<PeerCall> | undefined;
  #opening = false;
  #closed = false;
  #slots: Slot[] = [];
  /** The hall's name for the connection of this moment. */
  #wall: string | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(options: WallOptions) {
    this.#options = options;
    this.#rack = new Rack(options.slots);
    // Asked before they are wanted, so that the first picture does not wait for the answer.
    void iceServers(options.token);
  }

  /** How the connection is. */
  get state(): LineState {
    return this.#line?.state ?? 'connecting';
  }

  /** What keeps its media from its way, if that is known. */
  get obstacle(): Obstacle | null {
    return this.#line?.obstacle ?? null;
  }

  /** Why the hall refused it the last time, if it did. */
  fault: unknown;

  /** A tile for the picture of a unit or of a town's desk; it is there until it is closed. */
  show(source: PictureOf): Tile {
    const tile = new Tile(source, this);
    this.#rack.join(tile);
    clearTimeout(this.#idle);
    this.#settle();
    void this.#open();
    return tile;
  }

  /** The line to the hall is there again: what is in the slots is said anew. */
  sayAgain(): void {
    for (const [slot] of this.#rack.seated()) this.#owed.add(slot);
    this.#tell();
  }

  /** The hall says which codec keeps what is in a slot from being sent here, or that none does. */
  heard({ wall, slot, unit, desk, codec }: Undecodable): void {
    if (wall !== this.#wall) return;
    for (const [each, tile] of this.#rack.seated()) {
      const { source } = tile;
      if (each === slot && (source.unit ?? null) === unit && (source.desk ?? null) === desk) tile.lacks(codec);
    }
  }

  /** Ends the connection for good. */
  close(): void {
    this.#closed = true;
    for (const timer of [this.#settling, this.#telling, this.#again, this.#idle]) clearTimeout(timer);
    this.#hangUp();
  }

  /** @internal A tile is seen otherwise; `soon` is whether that can wait for what comes next. */
  viewed(tile: Tile, soon: boolean): void {
    for (const [slot, each] of this.#rack.seated()) if (each === tile) this.#owed.add(slot);
    clearTimeout(this.#telling);
    if (soon) this.#telling = setTimeout(() => this.#tell(), HEIGHT_HOLDS_MS);
    else this.#tell();
  }

  /** @internal A tile is gone. */
  left(tile: Tile): void {
    const slot = this.#rack.leave(tile, performance.now());
    if (slot !== null) this.#owed.add(slot);
    this.#tell();
    this.#settle();
    if (this.#rack.tiles > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#hangUp(), IDLE_MS);
  }

  #settle(): void {
    clearTimeout(this.#settling);
    for (const [slot, tile] of this.#rack.settle(performance.now())) {
      this.#connect(slot, tile);
      this.#owed.add(slot);
    }
    this.#tell();
    const at = this.#rack.settlesAt();
    if (at !== null) this.#settling = setTimeout(() => this.#settle(), Math.max(0, at - performance.now()));
  }

  /** Tells the hall what it does not know yet of the slots; what does not go out is said again with the next board. */
  #tell(): void {
    if (!this.#wall || this.#owed.size === 0) return;
    const tiles = new Map(this.#rack.seated());
    const slots = [...this.#owed].map((slot): SlotPlaced => {
      const tile = tiles.get(slot);
      const { height, priority, heard } = tile?.view ?? { height: 0, priority: 0, heard: false };
      const source = height > 0 || heard ? tile?.source : undefined;
      return { slot, unit: source?.unit ?? null, desk: source?.desk ?? null, height, priority };
    });
    if (this.#options.send({ type: 'place', wall: this.#wall, slots })) this.#owed.clear();
  }

  async #open(): Promise<void> {
    if (this.#line || this.#opening || this.#closed) return;
    this.#opening = true;
    clearTimeout(this.#again);
    try {
      const line = await Line.open<PeerCall>({ dial: (signal) => this.#dial(signal) });
      if (this.#closed || this.#rack.tiles === 0) return void line.stop();
      this.#line = line;
      this.fault = undefined;
      line.onState((state) => {
        if (line !== this.#line) return;
        if (state === 'ended') this.#refused(line.fault);
        this.#said();
      });
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#opening = false;
    }
  }

  async #dial(signal: AbortSignal): Promise<PeerCall> {
    const slots: Slot[] = [];
    const prepare = (pc: RTCPeerConnection) => {
      for (let n = 0; n < this.#options.slots; n += 1) slots.push(addSlot(pc));
    };
    const call = await callBy('/whep', this.#options.token, signal, prepare);
    this.#slots = slots;
    this.#wall = call.location.split('/').at(-1);
    for (const [slot, tile] of this.#rack.seated()) this.#connect(slot, tile);
    this.sayAgain();
    return call;
  }

  #connect(slot: number, tile: Tile): void {
    const there = this.#slots[slot];
    if (there) tile.connected(there.video.receiver, there.audio.receiver);
  }

  #refused(fault: unknown): void {
    this.#line = undefined;
    this.#wall = undefined;
    this.fault = fault;
    this.#said();
    if (this.#closed || this.#rack.tiles === 0) return;
    this.#again = setTimeout(() => void this.#open(), REFUSED_MS);
  }

  #hangUp(): void {
    const line = this.#line;
    this.#line = undefined;
    this.#wall = undefined;
    this.#slots = [];
    void line?.stop();
  }

  #said(): void {
    for (const [, tile] of this.#rack.seated()) tile.onState?.();
  }
}

function addSlot(pc: RTCPeerConnection): Slot {
  const video = pc.addTransceiver('video', { direction: 'recvonly' });
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs;
  if (codecs) video.setCodecPreferences(toReceive(codecs));
  offerCaptureTime(video);
  const audio = pc.addTransceiver('audio', { direction: 'recvonly' });
  const sounds = RTCRtpReceiver.getCapabilities('audio')?.codecs;
  // Many slots make a long offer, so only what the hall forwards is in it.
  if (sounds) audio.setCodecPreferences(sounds.filter(({ mimeType }) => /^audio\/(opus|red)$/i.test(mimeType)));
  return { video, audio };
}
