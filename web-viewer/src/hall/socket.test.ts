import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HallClock } from './clock';
import { HallSocket, type LinkState, SILENCE_MS, type SocketOptions, waitMs } from './socket';

/** What stands in for the browser's WebSocket. */
class Line {
  static readonly all: Line[] = [];
  sent: { type: string; asked_at?: number }[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    Line.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  hear(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }

  answer(): void {
    this.hear({ type: 'time', asked_at: this.sent.at(-1)?.asked_at, hall_time: '2026-11-23T08:00:00.000Z' });
  }
}

type Message = { type: 'board' } | { type: 'bye'; reason: string };

function connect(options: Partial<SocketOptions<Message>> = {}) {
  Line.all.length = 0;
  const states: LinkState[] = [];
  const heard: Message[] = [];
  const clock = new HallClock();
  const socket = new HallSocket<Message, { type: 'order_received'; order: string }>({
    path: '/ws/viewer',
    token: 'abc',
    clock,
    onMessage: (message) => heard.push(message),
    onState: (state) => states.push(state),
    random: () => 1,
    open: (url, protocols) => new Line(url, protocols) as unknown as WebSocket,
    ...options,
  });
  const line = () => Line.all.at(-1) as Line;
  return { socket, states, heard, clock, line, names: () => states.map(({ is }) => is) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the wait before a retry', () => {
  it('doubles up to a limit, with half of it left to chance', () => {
    expect([0, 1, 2, 3, 4, 5, 60].map((tries) => waitMs(tries, 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 15000, 15000,
    ]);
    expect(waitMs(3, 0)).toBe(2000);
    expect(waitMs(60, 0)).toBe(7500);
  });
});

describe('the socket', () => {
  it('names the protocol and the bearer, and sends nothing before it is open', () => {
    const { socket, line } = connect();
    expect(line().protocols).toEqual(['yike.v1', 'bearer.abc']);
    expect(socket.send({ type: 'order_received', order: 'o' })).toBe(false);
    line().onopen?.();
    expect(socket.send({ type: 'order_received', order: 'o' })).toBe(true);
    expect(line().sent).toContainEqual({ type: 'order_received', order: 'o' });
  });

  it('asks the time, and keeps the answers for the clock', () => {
    const { line, clock, heard } = connect();
    line().onopen?.();
    line().answer();
    line().hear({ type: 'board' });
    line().hear('no json');
    line().hear('42');
    expect(clock.known).toBe(true);
    expect(heard).toEqual([{ type: 'board' }]);
  });

  it('comes back with growing waits, and starts afresh after a steady line', () => {
    const { line, names } = connect();
    const opened = () => Line.all.length;
    line().onclose?.();
    vi.advanceTimersByTime(499);
    expect(opened()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(opened()).toBe(2);
    line().onclose?.();
    vi.advanceTimersByTime(999);
    expect(opened()).toBe(2);
    vi.advanceTimersByTime(1);
    expect(opened()).toBe(3);
    line().onopen?.();
    for (let second = 0; second < 12; second += 1) {
      vi.advanceTimersByTime(1000);
      line().answer();
    }
    line().onclose?.();
    vi.advanceTimersByTime(500);
    expect(opened()).toBe(4);
    expect(names()).toEqual([
      'connecting',
      'waiting',
      'connecting',
      'waiting',
      'connecting',
      'open',
      'waiting',
      'connecting',
    ]);
  });

  it('gives up a line that does not answer, and not one that does', () => {
    const { line, names } = connect();
    line().onopen?.();
    for (let second = 0; second < 60; second += 1) {
      vi.advanceTimersByTime(1000);
      line().answer();
    }
    expect(names()).toEqual(['connecting', 'open']);
    const silent = line();
    vi.advanceTimersByTime(5_000 + SILENCE_MS);
    expect(silent.closed).toBe(true);
    expect(names().slice(2)).toContain('waiting');
  });

  it('gives up an opening that takes too long', () => {
    const { line, names } = connect();
    const first = line();
    vi.advanceTimersByTime(10_000);
    expect(first.closed).toBe(true);
    expect(names()).toEqual(['connecting', 'waiting']);
  });

  it.each(['signed_out', 'replaced'] as const)('ends for good when the hall says %s', (reason) => {
    const { line, states } = connect();
    line().onopen?.();
    line().hear({ type: 'bye', reason });
    vi.advanceTimersByTime(60_000);
    expect(Line.all).toHaveLength(1);
    expect(states.at(-1)).toEqual({ is: 'ended', because: reason });
  });

  it.each(['stopping', 'too_slow', 'unknown'])('comes back when the hall says %s', (reason) => {
    const { line } = connect();
    line().onopen?.();
    line().hear({ type: 'bye', reason });
    line().onclose?.();
    vi.advanceTimersByTime(1_000);
    expect(Line.all).toHaveLength(2);
  });

  it('ends when an opening fails because the token is no good, and goes on when that cannot be known', async () => {
    const refused = connect({ stillSignedIn: async () => false });
    refused.line().onclose?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(refused.states.at(-1)).toEqual({ is: 'ended', because: 'signed_out' });
    const unknown = connect({ stillSignedIn: () => Promise.reject(new Error('no network')) });
    unknown.line().onclose?.();
    await vi.advanceTimersByTimeAsync(600);
    expect(Line.all).toHaveLength(2);
  });

  it('asks the time, or tries at once, when the page is looked at again', () => {
    const { socket, line, names } = connect();
    line().onopen?.();
    vi.advanceTimersByTime(2_000);
    const asked = line().sent.length;
    socket.wake();
    expect(line().sent).toHaveLength(asked + 1);
    line().onclose?.();
    socket.wake();
    expect(names().slice(-2)).toEqual(['waiting', 'connecting']);
  });

  it('stays closed when it is closed', () => {
    const { socket, line, states } = connect();
    line().onopen?.();
    socket.close();
    vi.advanceTimersByTime(60_000);
    expect(line().closed).toBe(true);
    expect(Line.all).toHaveLength(1);
    expect(states.at(-1)).toEqual({ is: 'ended', because: 'closed' });
  });
});
