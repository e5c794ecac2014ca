import { describe, expect, it } from 'vitest';
import { countdown, digits } from './countdown';
import { anOrder, aStamp, instant, legs, SENT } from './samples';

const at = (seconds: number) => SENT + seconds * 1000;

describe('the countdown', () => {
  it.each([
    [0, 'on_time', '15:00'],
    [1, 'on_time', '14:59'],
    [599, 'on_time', '05:01'],
    [600, 'soon', '05:00'],
    [899, 'soon', '00:01'],
    [899.5, 'soon', '00:01'],
    [900, 'late', '00:00'],
    [900.9, 'late', '00:00'],
    [901, 'late', '+00:01'],
    [900 + 754, 'late', '+12:34'],
    [900 + 3661, 'late', '+61:01'],
  ] as const)('after %d s is %s and reads %s', (seconds, phase, text) => {
    expect(countdown(anOrder('o'), at(seconds))).toMatchObject({ phase, digits: text });
  });

  it('waits at the full limit until the clock runs', () => {
    const waiting = anOrder('o', { started_at: null, due_at: null });
    expect(countdown(waiting, at(30))).toMatchObject({ phase: 'waiting', digits: '15:00', share: 1, tookMs: null });
    expect(countdown({ ...waiting, limit_s: 3600 }, at(30)).digits).toBe('60:00');
  });

  it('counts nothing for an order without a limit', () => {
    const standby = anOrder('o', { kind: 'standby', limit_s: null, due_at: null });
    expect(countdown(standby, at(5000))).toMatchObject({ phase: 'untimed', digits: '––:––', share: 1 });
    const over = { ...standby, status: 'closed', ended_at: instant(90) } as const;
    expect(countdown(over, at(5000))).toMatchObject({ phase: 'ended', tookMs: 90_000 });
  });

  it('stops with the last of the three legs, in whatever sequence they came', () => {
    const all = legs({ arrived: aStamp(300), on_video: aStamp(480), reported: aStamp(120) });
    const done = countdown(anOrder('o', { legs: all }), at(5000));
    expect(done).toMatchObject({ phase: 'done', digits: '07:00', tookMs: 480_000 });
    const two = countdown(anOrder('o', { legs: { ...all, on_video: null } }), at(5000));
    expect(two.phase).toBe('late');
  });

  it('says how far over the limit the last leg came', () => {
    const all = legs({ arrived: aStamp(300), on_video: aStamp(960), reported: aStamp(120) });
    expect(countdown(anOrder('o', { legs: all }), at(5000))).toMatchObject({
      phase: 'done',
      digits: '+01:00',
      share: 0,
    });
  });

  it('stops with the order, met or not', () => {
    const cancelled = anOrder('o', { status: 'cancelled', ended_at: instant(60) });
    expect(countdown(cancelled, at(5000))).toMatchObject({ phase: 'ended', digits: '14:00', tookMs: 60_000 });
    const never = anOrder('o', { status: 'cancelled', ended_at: instant(20), started_at: null, due_at: null });
    expect(countdown(never, at(5000))).toMatchObject({ phase: 'ended', digits: '15:00' });
  });

  it('shows the share of the limit that is left', () => {
    expect(countdown(anOrder('o'), at(450)).share).toBeCloseTo(0.5);
    expect(countdown(anOrder('o'), at(5000)).share).toBe(0);
    expect(countdown(anOrder('o'), at(-60)).share).toBe(1);
  });

  it('never shows a second that is not there', () => {
    expect(digits(1)).toBe('00:01');
    expect(digits(0)).toBe('00:00');
    expect(digits(-1)).toBe('00:00');
    expect(digits(-1000)).toBe('+00:01');
  });
});
