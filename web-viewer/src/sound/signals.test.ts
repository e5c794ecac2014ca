import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Signals } from './signals';

/** What was played: the pitches in hertz, as the audio of a browser would be asked for them. */
let played: number[] = [];

class FakeAudio {
  state = 'running';
  currentTime = 0;
  destination = {};
  onstatechange: (() => void) | null = null;
  resume = async () => {};
  close = async () => {};
}
class FakeGain {
  gain = { setValueAtTime: () => {}, linearRampToValueAtTime: () => {} };
  connect = (to: unknown) => to;
}
class FakeTone {
  constructor(_: unknown, { frequency }: { frequency: number }) {
    played.push(frequency);
  }
  connect = (to: unknown) => to;
  start = () => {};
  stop = () => {};
}

describe('the sounds of a seat', () => {
  beforeEach(() => {
    played = [];
    vi.useFakeTimers();
    vi.stubGlobal('AudioContext', FakeAudio);
    vi.stubGlobal('GainNode', FakeGain);
    vi.stubGlobal('OscillatorNode', FakeTone);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('are unlike each other', () => {
    const signals = new Signals(() => {});
    signals.wake();
    signals.play('new');
    const fresh = played.splice(0);
    signals.play('amber');
    const amber = played.splice(0);
    signals.play('red');
    const red = played.splice(0);
    signals.play('handed_up');
    const up = played.splice(0);
    signals.sos(true);
    const sos = played.splice(0);
    signals.close();
    expect(new Set([fresh, amber, red, up, sos].map((notes) => notes.join())).size).toBe(5);
    expect(sos.length).toBeGreaterThan(amber.length);
  });

  it('are silenced by muting, but for an SOS, which goes on until it is ended', () => {
    const signals = new Signals(() => {});
    signals.wake();
    signals.mute(true);
    signals.play('new');
    signals.play('amber');
    expect(played).toEqual([]);
    signals.sos(true);
    const once = played.length;
    expect(once).toBeGreaterThan(0);
    vi.advanceTimersByTime(6_000);
    expect(played.length).toBe(once * 4);
    signals.sos(false);
    vi.advanceTimersByTime(6_000);
    expect(played.length).toBe(once * 4);
  });
});
