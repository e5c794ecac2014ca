import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HallFault } from '../hall/http';
import { type Call, CONNECTING_MS, DIALLING_MS, Line, PATHLESS_MS, waitMs } from './line';
import type { Obstacle } from './obstacle';

class PretendCall implements Call {
  obstacle: Obstacle | null = null;
  restarts = 0;
  restart?: () => Promise<void>;
  state: RTCPeerConnectionState = 'new';
  onState: (() => void) | null = null;
  hungUp = 0;
  become(state: RTCPeerConnectionState) {
    this.state = state;
    this.onState?.();
  }
  hangUp() {
    this.hungUp += 1;
    return Promise.resolve();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const refusal = (status: number) => new HallFault(status, { code: `http_${status}`, message: '' });

/** A line whose dialling answers as told; the last answer repeats. */
async function lineWith(...answers: (Error | 'call' | 'silence')[]) {
  const calls: PretendCall[] = [];
  let dials = 0;
  const dial = () => {
    const answer = answers[Math.min(dials, answers.length - 1)];
    dials += 1;
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer === 'silence') return new Promise<PretendCall>(() => {});
    const call = new PretendCall();
    calls.push(call);
    return Promise.resolve(call);
  };
  const line = await Line.open({ dial, random: () => 1 });
  const states: string[] = [];
  line.onState((state) => states.push(state));
  return { line, calls, states, dials: () => dials };
}

const standing = (calls: PretendCall[]) => calls.filter(({ hungUp }) => hungUp === 0).length;

test('an admitted call is live once media can flow', async () => {
  const { calls, states } = await lineWith('call');
  calls[0]?.become('connecting');
  calls[0]?.become('connected');
  expect(states).toEqual(['connecting', 'live']);
});

test('a refusal is thrown and not tried again', async () => {
  const dial = vi.fn(() => Promise.reject(refusal(403)));
  await expect(Line.open({ dial })).rejects.toMatchObject({ status: 403 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(dial).toHaveBeenCalledTimes(1);
});

test.each([0, 408, 429, 500, 503])('a hall that answers %i is called again, ever more rarely', async (status) => {
  const { line, dials } = await lineWith(refusal(status));
  expect(line.state).toBe('lost');
  await vi.advanceTimersByTimeAsync(500 + 1000 + 2000 + 4000 + 8000 + 8000);
  expect(dials()).toBe(7);
});

test('what keeps calls from their way is told until one finds it', async () => {
  const { line, calls } = await lineWith('call');
  const told: unknown[] = [];
  line.onState((state) => told.push([state, line.obstacle]));
  const fail = async (obstacle: Obstacle | null) => {
    const call = calls.at(-1);
    if (call) call.obstacle = obstacle;
    await vi.advanceTimersByTimeAsync(CONNECTING_MS + 8_000);
  };
  await fail(null);
  await fail('relay_refused');
  await fail('relay_refused');
  calls.at(-1)?.become('connected');
  expect(told).toEqual([
    ['connecting', null],
    ['lost', null],
    ['lost', 'relay_refused'],
    ['live', null],
  ]);
});

test('a short gap is no reason to dial', async () => {
  const { calls, states, dials } = await lineWith('call');
  calls[0]?.become('connected');
  calls[0]?.become('disconnected');
  await vi.advanceTimersByTimeAsync(PATHLESS_MS - 1);
  calls[0]?.become('connected');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states).toEqual(['connecting', 'live', 'lost', 'live']);
  expect(dials()).toBe(1);
});

test('after three seconds without a path the old call is hung up and a new one made', async () => {
  const { calls, states } = await lineWith('call');
  calls[0]?.become('connected');
  calls[0]?.become('disconnected');
  await vi.advanceTimersByTimeAsync(PATHLESS_MS + 1);
  expect(calls.map(({ hungUp }) => hungUp)).toEqual([1, 0]);
  calls[1]?.become('connected');
  expect(states).toEqual(['connecting', 'live', 'lost', 'live']);
});

test('what a hung-up call still says is not heard', async () => {
  const { calls, line } = await lineWith('call');
  calls[0]?.become('failed');
  await vi.advanceTimersByTimeAsync(500);
  calls[1]?.become('connected');
  calls[0]?.become('failed');
  expect(line.state).toBe('live');
  expect(standing(calls)).toBe(1);
});

test('a call that never connects is given up', async () => {
  const { calls } = await lineWith('call');
  await vi.advanceTimersByTimeAsync(CONNECTING_MS + 500);
  expect(calls.map(({ hungUp }) => hungUp)).toEqual([1, 0]);
});

test('dialling that takes too long is given up', async () => {
  const opening = lineWith('silence', 'call');
  await vi.advanceTimersByTimeAsync(DIALLING_MS);
  const { calls, line } = await opening;
  expect(line.state).toBe('lost');
  await vi.advanceTimersByTimeAsync(500);
  calls[0]?.become('connected');
  expect(line.state).toBe('live');
});

test('a refusal later ends the line and says why', async () => {
  const { calls, line, dials } = await lineWith('call', refusal(401));
  calls[0]?.become('failed');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(line.state).toBe('ended');
  expect(line.fault).toMatchObject({ status: 401 });
  expect(dials()).toBe(2);
});

test('stopping hangs up and stays stopped', async () => {
  const { calls, line, states } = await lineWith('call');
  calls[0]?.become('connected');
  await line.stop();
  await line.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states).toEqual(['connecting', 'live', 'ended']);
  expect(calls.map(({ hungUp }) => hungUp)).toEqual([1]);
});

test('a call that comes in after stopping is hung up', async () => {
  let admit: (call: PretendCall) => void = () => {};
  const calls: PretendCall[] = [];
  let first = true;
  const dial = () => {
    if (first) {
      first = false;
      return Promise.reject(refusal(0));
    }
    return new Promise<PretendCall>((resolve) => {
      admit = resolve;
    });
  };
  const line = await Line.open({ dial, random: () => 0 });
  await vi.advanceTimersByTimeAsync(500);
  await line.stop();
  const late = new PretendCall();
  calls.push(late);
  admit(late);
  await vi.advanceTimersByTimeAsync(0);
  expect(late.hungUp).toBe(1);
});

test('many losses never leave two calls standing', async () => {
  const { calls } = await lineWith('call');
  for (let loss = 0; loss < 50; loss += 1) {
    calls.at(-1)?.become(loss % 3 === 0 ? 'disconnected' : 'failed');
    await vi.advanceTimersByTimeAsync(loss * 137);
    expect(standing(calls)).toBeLessThanOrEqual(1);
  }
});

test('waits double up to eight seconds', () => {
  expect([0, 1, 2, 3, 4, 9].map((tries) => waitMs(tries, 1))).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  expect(waitMs(0, 0)).toBe(250);
});

test('without a path another one is looked for before a new call is made', async () => {
  const { calls, states, dials } = await lineWith('call');
  const call = calls[0] ?? expect.fail();
  call.restart = () => {
    call.restarts += 1;
    return Promise.resolve();
  };
  call.become('connected');
  call.become('disconnected');
  expect(call.restarts).toBe(1);
  await vi.advanceTimersByTimeAsync(700);
  call.become('connected');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states).toEqual(['connecting', 'live', 'lost', 'live']);
  expect(dials()).toBe(1);
});

test('where no other path is found a new call is made', async () => {
  const { calls } = await lineWith('call');
  const call = calls[0] ?? expect.fail();
  call.restart = () => Promise.reject(new TypeError('404'));
  call.become('connected');
  call.become('disconnected');
  await vi.advanceTimersByTimeAsync(PATHLESS_MS + 1);
  expect(calls.map(({ hungUp }) => hungUp)).toEqual([1, 0]);
});
