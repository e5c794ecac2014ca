import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HallClock } from './clock';

const HALL = Date.parse('2026-11-23T08:00:00.000Z');

function clockAt(start: number, wall = HALL - 90_000) {
  let monotonic = start;
  let slept = 0;
  const clock = new HallClock(
    () => monotonic,
    () => wall + (monotonic - start) + slept,
  );
  const pass = (ms: number) => {
    monotonic += ms;
  };
  /** The machine sleeps: its wall clock goes on, its monotonic one does not. */
  const sleep = (ms: number) => {
    slept += ms;
  };
  const hall = () => HALL + (monotonic - start) + slept;
  /** A round trip that takes `there` and `back`; the hall's clock stood at `HALL` at `start`. */
  const roundTrip = (there: number, back: number) => {
    const asked = clock.ask();
    pass(there);
    const hallTime = new Date(hall()).toISOString();
    pass(back);
    clock.answered(asked, hallTime);
  };
  return { clock, pass, sleep, roundTrip, hall };
}

describe('the hall’s clock', () => {
  it('is this machine’s until the hall has spoken', () => {
    const { clock } = clockAt(500);
    expect(clock.known).toBe(false);
    expect(clock.now()).toBe(HALL - 90_000);
    expect(clock.errorMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('is right to half the round trip, whatever this machine’s clock says', () => {
    const { clock, roundTrip, hall } = clockAt(123_456);
    roundTrip(20, 20);
    expect(clock.now()).toBeCloseTo(hall(), 6);
    expect(clock.machineBehindMs).toBeCloseTo(90_000, 6);
    expect(clock.errorMs).toBe(20);
  });

  it('believes the shortest round trip, before or after the others', () => {
    const { clock, roundTrip, hall } = clockAt(0);
    roundTrip(400, 0);
    expect(Math.abs(clock.now() - hall())).toBeCloseTo(200, 0);
    roundTrip(6, 4);
    roundTrip(0, 900);
    expect(Math.abs(clock.now() - hall())).toBeLessThanOrEqual(5);
    expect(clock.errorMs).toBeLessThan(6);
  });

  it('lets an old sample grow doubtful, so that a fresh one wins in time', () => {
    const { clock, pass, roundTrip } = clockAt(0);
    roundTrip(5, 5);
    pass(3_600_000);
    expect(clock.errorMs).toBeCloseTo(5 + 180, 0);
    roundTrip(40, 40);
    expect(clock.errorMs).toBe(40);
  });

  it('takes a time told unasked only while it has nothing better', () => {
    const { clock, roundTrip, hall } = clockAt(0);
    clock.told(new Date(HALL).toISOString());
    expect(clock.now()).toBe(HALL);
    roundTrip(1, 1);
    clock.told(new Date(HALL - 60_000).toISOString());
    expect(clock.now()).toBeCloseTo(hall(), 6);
  });

  it('passes over answers that cannot be', () => {
    const { clock } = clockAt(1_000);
    clock.answered(2_000, new Date(HALL).toISOString());
    clock.answered(500, 'yesterday');
    clock.answered(Number.NaN, new Date(HALL).toISOString());
    expect(clock.known).toBe(false);
  });

  it('forgets what it measured before the machine slept', () => {
    const { clock, sleep, roundTrip, hall } = clockAt(0, HALL - 300);
    roundTrip(2, 2);
    sleep(600_000);
    expect(clock.known).toBe(false);
    expect(clock.errorMs).toBe(Number.POSITIVE_INFINITY);
    expect(clock.now() - hall()).toBe(-300);
    roundTrip(80, 80);
    expect(clock.now()).toBeCloseTo(hall(), 6);
    expect(clock.errorMs).toBe(80);
  });

  it('passes over an answer to what was asked before the machine slept', () => {
    const { clock, pass, sleep, hall } = clockAt(0);
    const asked = clock.ask();
    pass(5);
    const hallTime = new Date(hall()).toISOString();
    sleep(600_000);
    clock.answered(asked, hallTime);
    expect(clock.known).toBe(false);
  });

  it('believes the newest answer where two cannot both be true', () => {
    const { clock, roundTrip } = clockAt(0);
    roundTrip(2, 2);
    const asked = clock.ask();
    // The hall's own clock was set by half a second, which no clock of this machine shows.
    clock.answered(asked, new Date(HALL + 500).toISOString());
    expect(clock.now()).toBeCloseTo(HALL + 500, 6);
  });

  it('does not step back by a hair', () => {
    const { clock, roundTrip, pass } = clockAt(0);
    roundTrip(0, 200);
    const first = clock.now();
    roundTrip(10, 10);
    expect(clock.now()).toBeGreaterThanOrEqual(first);
    pass(1_000);
    expect(clock.now()).toBeGreaterThan(first);
  });
});

describe('ticking', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('comes just after each full second of the hall’s clock until it is stopped', () => {
    const clock = new HallClock();
    clock.answered(performance.now(), '2026-11-23T08:00:00.400Z');
    const seen: number[] = [];
    const stop = clock.everySecond((now) => seen.push(now));
    vi.advanceTimersByTime(3_000);
    stop();
    vi.advanceTimersByTime(3_000);
    expect(seen.map((now) => Math.floor((now - HALL) / 1000))).toEqual([0, 1, 2, 3]);
  });
});
