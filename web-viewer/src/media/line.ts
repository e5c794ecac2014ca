/**
 * A media connection that comes back by itself.
 *
 * It dials, watches the call, and looks for another path when the machine is on another network or the path is lost. It
 * dials anew when the call is lost: after three seconds without a path, with growing waits while the hall does not answer. There is never more than one call;
 * a lost one is hung up before the next. How to dial is the caller's: `whip` and `whep`.
 */
import { HallFault } from '../hall/http';
import type { Obstacle } from './obstacle';

/** `lost` is being restored; `ended` is for good. */
export type LineState = 'connecting' | 'live' | 'lost' | 'ended';

/** One call that the hall admitted. */
export interface Call {
  /** As of the peer connection. */
  readonly state: RTCPeerConnectionState;
  /** Called whenever `state` has changed. */
  onState: (() => void) | null;
  /** What keeps its media from its way, if the browser tells. */
  readonly obstacle?: Obstacle | null;
  /** Looks for another path, while the present one carries on; throws if the hall does not help. */
  restart?(signal: AbortSignal): Promise<void>;
  /** Closes the connection at once, then lets the hall know. */
  hangUp(): Promise<void>;
}

export interface LineOptions<C extends Call> {
  /** Makes a call; a `HallFault` of the 400s is a refusal for good. */
  dial: (signal: AbortSignal) => Promise<C>;
  /** Made for tests: 0 to 1. */
  random?: () => number;
}

/** How long making a call may take. */
export const DIALLING_MS = 10_000;
/** How long an admitted call may take until media can flow. */
export const CONNECTING_MS = 10_000;
/** How long a call may be without a path. */
export const PATHLESS_MS = 3_000;
/** How long a call must have been good until the next loss counts as the first. */
const STEADY_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** The wait before try number `tries` (from 0): doubling, with half of it left to chance. */
export function waitMs(tries: number, random: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS);
  return full / 2 + (full / 2) * random;
}

/** Whether dialling again is no use. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof HallFault)) return false;
  return error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429;
}

export class Line<C extends Call> {
  readonly #options: LineOptions<C>;
  readonly #listeners = new Set<(state: LineState) => void>();
  #state: LineState = 'connecting';
  #call: C | undefined;
  #dialling: AbortController | undefined;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #steady: ReturnType<typeof setTimeout> | undefined;
  #restarting: AbortController | undefined;
  #fault: unknown;
  #obstacle: Obstacle | null = null;
  readonly #online = () => this.#move();
  readonly #hidden = () => this.#drop();
  readonly #shown = ({ persisted }: PageTransitionEvent) => {
    if (persisted) this.#again(0);
  };

  private constructor(options: LineOptions<C>) {
    this.#options = options;
    if (typeof window === 'undefined') return;
    window.addEventListener('online', this.#online);
    network()?.addEventListener('change', this.#online);
    window.addEventListener('pagehide', this.#hidden);
    window.addEventListener('pageshow', this.#shown);
  }

  /** Opens a line. Throws only if the hall refuses; if it does not answer, the line keeps trying. */
  static async open<C extends Call>(options: LineOptions<C>): Promise<Line<C>> {
    const line = new Line(options);
    await line.#dial();
    if (line.#state === 'ended') throw line.#fault;
    return line;
  }

  get state(): LineState {
    return this.#state;
  }

  /** Why the hall ended the line, if it did. */
  get fault(): unknown {
    return this.#fault;
  }

  /** What kept the last call from its way, if that is known; null once there is one. */
  get obstacle(): Obstacle | null {
    return this.#obstacle;
  }

  /** The call of this moment, if there is one. */
  get call(): C | undefined {
    return this.#call;
  }

  /** Calls `tell` with the state now and whenever it or the obstacle changes, until the answer is called. */
  onState(tell: (state: LineState) => void): () => void {
    this.#listeners.add(tell);
    tell(this.#state);
    return () => this.#listeners.delete(tell);
  }

  /** Ends the line for good. */
  async stop(): Promise<void> {
    if (this.#state === 'ended') return;
    const gone = this.#drop();
    this.#end();
    await gone;
  }

  async #dial(): Promise<void> {
    const dialling = new AbortController();
    this.#dialling = dialling;
    const { signal } = dialling;
    const deadline = setTimeout(
      () => dialling.abort(new DOMException('The hall does not answer.', 'TimeoutError')),
      DIALLING_MS,
    );
    try {
      const call = await orAborted(this.#options.dial(signal), signal);
      if (dialling !== this.#dialling) return void call.hangUp();
      this.#dialling = undefined;
      this.#take(call);
    } catch (error) {
      if (dialling !== this.#dialling) return;
      this.#dialling = undefined;
      if (isRefusal(error)) {
        this.#fault = error;
        this.#end();
      } else {
        this.#again();
      }
    } finally {
      clearTimeout(deadline);
    }
  }

  #take(call: C): void {
    this.#call = call;
    this.#deadline = setTimeout(() => this.#again(), CONNECTING_MS);
    call.onState = () => this.#look(call);
    this.#look(call);
  }

  #look(call: C): void {
    if (call !== this.#call) return;
    switch (call.state) {
      case 'connected':
        clearTimeout(this.#deadline);
        this.#steady ??= setTimeout(() => {
          this.#tries = 0;
        }, STEADY_MS);
        this.#become('live', null);
        break;
      case 'disconnected':
        clearTimeout(this.#deadline);
        this.#deadline = setTimeout(() => this.#again(0), PATHLESS_MS);
        this.#become('lost');
        void this.#restart(call);
        break;
      case 'failed':
      case 'closed':
        this.#again();
        break;
    }
  }

  /** The machine is on another network: the call goes on there, or a new one is made. */
  #move(): void {
    const call = this.#call;
    if (!call?.restart || call.state === 'failed' || call.state === 'closed') {
      this.#again(0);
      return;
    }
    if (call.state === 'connecting' || call.state === 'new') return;
    if (call.state === 'disconnected') {
      clearTimeout(this.#deadline);
      this.#deadline = setTimeout(() => this.#again(0), PATHLESS_MS);
    }
    void this.#restart(call);
  }

  /** Looks for another path of a call. If there is none, the deadline of a call without a path decides. */
  async #restart(call: C): Promise<void> {
    this.#restarting?.abort();
    const restarting = new AbortController();
    this.#restarting = restarting;
    await call.restart?.(restarting.signal).catch(() => {});
  }

  /** Hangs up what there is, then dials after `wait` milliseconds. */
  #again(wait?: number): void {
    if (this.#state === 'ended') return;
    const obstacle = this.#call?.obstacle ?? this.#obstacle;
    void this.#drop();
    const pause = wait ?? waitMs(this.#tries, (this.#options.random ?? Math.random)());
    this.#tries += 1;
    this.#become('lost', obstacle);
    this.#retry = setTimeout(() => void this.#dial(), pause);
  }

  #drop(): Promise<void> {
    clearTimeout(this.#retry);
    clearTimeout(this.#deadline);
    clearTimeout(this.#steady);
    this.#steady = undefined;
    this.#restarting?.abort();
    this.#restarting = undefined;
    const dialling = this.#dialling;
    this.#dialling = undefined;
    dialling?.abort();
    const call = this.#call;
    this.#call = undefined;
    if (!call) return Promise.resolve();
    call.onState = null;
    return call.hangUp();
  }

  #end(): void {
    if (typeof window !== 'undefined') {
      window.removeEventListener('online', this.#online);
      network()?.removeEventListener('change', this.#online);
      window.removeEventListener('pagehide', this.#hidden);
      window.removeEventListener('pageshow', this.#shown);
    }
    this.#become('ended');
    this.#listeners.clear();
  }

  #become(state: LineState, obstacle = this.#obstacle): void {
    if (state === this.#state && obstacle === this.#obstacle) return;
    this.#state = state;
    this.#obstacle = obstacle;
    for (const tell of this.#listeners) tell(state);
  }
}

/** What tells of another network, where the browser has it. */
function network(): EventTarget | undefined {
  return (navigator as { connection?: EventTarget }).connection;
}

/** `work`, or the abortion if that comes first. A call that comes in too late is hung up. */
function orAborted<C extends Call>(work: Promise<C>, signal: AbortSignal): Promise<C> {
  return new Promise((resolve, reject) => {
    let over = false;
    signal.addEventListener('abort', () => {
      over = true;
      reject(signal.reason);
    });
    work.then((call) => (over ? void call.hangUp() : resolve(call)), reject);
  });
}
