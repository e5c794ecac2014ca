/**
 * One WebSocket to the hall that comes back by itself.
 *
 * It asks the hall's time every few seconds: the answers set the clock and prove that the line is alive, since a
 * dead TCP connection says nothing for minutes. What the messages mean is the caller's business.
 */
import type { ByeReason } from '../protocol/ByeReason';
import type { Timestamp } from '../protocol/Timestamp';
import type { HallClock } from './clock';

/** How the line is. */
export type LinkState =
  | { is: 'connecting' }
  | { is: 'open' }
  /** Lost; the next try is at `retryAt` on the monotonic clock. */
  | { is: 'waiting'; retryAt: number }
  /** Ended for good, and why. */
  | { is: 'ended'; because: 'signed_out' | 'replaced' | 'closed' };

/** What both sockets of the hall can say, whatever else they say. */
type Heard =
  | { type: 'time'; asked_at: number; hall_time: Timestamp }
  | { type: 'bye'; reason: ByeReason }
  | { type: string };

/** What both sockets can be told. */
type AskTime = { type: 'ask_time'; asked_at: number };

export interface SocketOptions<In> {
  /** `/ws/viewer` or `/ws/unit`. */
  path: string;
  token: string;
  clock: HallClock;
  /** Every message but `time`, which goes to the clock. */
  onMessage: (message: In) => void;
  onState: (state: LinkState) => void;
  /** Called after each opening, before anything else is sent. */
  onOpen?: () => void;
  /** Whether the token is still good: asked when an opening fails, because a browser does not say why it did. */
  stillSignedIn?: () => Promise<boolean>;
  /** Made for tests: how a WebSocket is opened. */
  open?: (url: string, protocols: string[]) => WebSocket;
  /** Made for tests: 0 to 1. */
  random?: () => number;
}

/** The version of the protocol, as a WebSocket subprotocol. */
export const SUBPROTOCOL = 'yike.v1';
/** The wait before the first retry, in milliseconds. */
const FIRST_WAIT_MS = 500;
/** The longest wait between tries. */
const LONGEST_WAIT_MS = 15_000;
/** How often the hall is asked for its time. */
const ASK_EVERY_MS = 5_000;
/** How long the line may be silent after a question. */
export const SILENCE_MS = 8_000;
/** How long an opening may take. */
const OPENING_MS = 10_000;
/** How long a line must stay open until the next loss counts as the first again. */
const STEADY_MS = 10_000;

/** The wait before try number `tries` (from 0): doubling, with half of it left to chance so that pages scatter. */
export function waitMs(tries: number, random: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS);
  return full / 2 + (full / 2) * random;
}

export class HallSocket<In extends { type: string }, Out extends { type: string }> {
  readonly #options: SocketOptions<In>;
  #socket: WebSocket | undefined;
  #state: LinkState = { is: 'connecting' };
  #tries = 0;
  #opened = false;
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #online = () => this.wake();
  readonly #visible = () => {
    if (document.visibilityState === 'visible') this.wake();
  };

  constructor(options: SocketOptions<In>) {
    this.#options = options;
    if (typeof window !== 'undefined') {
      window.addEventListener('online', this.#online);
      document.addEventListener('visibilitychange', this.#visible);
    }
    this.#connect();
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Sends `message` if the line is open; whether it went out. */
  send(message: Out | AskTime): boolean {
    if (this.#state.is !== 'open' || !this.#socket) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** The page is looked at again, or the network is back: nothing that was known of line and clock need hold. */
  wake(): void {
    if (this.#state.is === 'open') this.#ask();
    if (this.#state.is !== 'waiting') return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  /** Closes the line for good. */
  close(): void {
    this.#end('closed');
  }

  #connect(): void {
    this.#become({ is: 'connecting' });
    this.#opened = false;
    const open = this.#options.open ?? ((url, protocols) => new WebSocket(url, protocols));
    const socket = open(this.#url(), [SUBPROTOCOL, `bearer.${this.#options.token}`]);
    this.#socket = socket;
    this.#after(OPENING_MS, () => {
      if (!this.#opened) this.#lost(socket);
    });
    socket.onopen = () => {
      if (socket === this.#socket) this.#whenOpen();
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#hear(data);
    };
    socket.onclose = () => this.#lost(socket);
  }

  #whenOpen(): void {
    this.#opened = true;
    this.#become({ is: 'open' });
    this.#after(STEADY_MS, () => {
      this.#tries = 0;
    });
    this.#options.onOpen?.();
    // A burst first: the shortest of some round trips is a better clock than one.
    this.#ask();
    for (const wait of [150, 400, 1_000]) this.#after(wait, () => this.#ask());
    const again = () => {
      this.#ask();
      this.#after(ASK_EVERY_MS, again);
    };
    this.#after(ASK_EVERY_MS, again);
  }

  #silence: ReturnType<typeof setTimeout> | undefined;

  #ask(): void {
    const socket = this.#socket;
    this.send({ type: 'ask_time', asked_at: this.#options.clock.ask() });
    this.#silence ??= setTimeout(() => this.#lost(socket), SILENCE_MS);
  }

  #hear(data: unknown): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
    const message = parse(data);
    if (!message) return;
    if (isTime(message)) {
      this.#options.clock.answered(message.asked_at, message.hall_time);
      return;
    }
    this.#options.onMessage(message as In);
    if (isBye(message) && (message.reason === 'signed_out' || message.reason === 'replaced')) this.#end(message.reason);
  }

  #lost(socket: WebSocket | undefined): void {
    if (!socket || socket !== this.#socket || this.#state.is === 'ended') return;
    const wasOpen = this.#opened;
    this.#drop();
    const wait = waitMs(this.#tries, (this.#options.random ?? Math.random)());
    this.#tries += 1;
    this.#become({ is: 'waiting', retryAt: performance.now() + wait });
    this.#retry = setTimeout(() => this.#connect(), wait);
    if (!wasOpen) void this.#checkToken();
  }

  async #checkToken(): Promise<void> {
    const good = await this.#options.stillSignedIn?.().catch(() => true);
    if (good === false) this.#end('signed_out');
  }

  #end(because: 'signed_out' | 'replaced' | 'closed'): void {
    if (this.#state.is === 'ended') return;
    this.#drop();
    clearTimeout(this.#retry);
    if (typeof window !== 'undefined') {
      window.removeEventListener('online', this.#online);
      document.removeEventListener('visibilitychange', this.#visible);
    }
    this.#become({ is: 'ended', because });
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    clearTimeout(this.#silence);
    this.#silence = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #after(wait: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, wait);
    this.#timers.add(timer);
  }

  #become(state: LinkState): void {
    this.#state = state;
    this.#options.onState(state);
  }

  #url(): string {
    if (typeof location === 'undefined') return this.#options.path;
    return `${location.origin.replace(/^http/, 'ws')}${this.#options.path}`;
  }
}

function parse(data: unknown): Heard | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message === 'object' && message !== null && 'type' in message) return message as Heard;
  } catch {
    // A message that is no JSON is one of a newer hall at best; it is passed over.
  }
  return undefined;
}

function isTime(message: Heard): message is Extract<Heard, { asked_at: number }> {
  return message.type === 'time';
}

function isBye(message: Heard): message is Extract<Heard, { reason: ByeReason }> {
  return message.type === 'bye';
}
