import { describe, expect, it } from 'vitest';
import { legLook } from './legs';
import { anOrder, aStamp, instant } from './samples';

const none = { arrived: null, on_video: null, reported: null };

describe('a leg', () => {
  it('is pending until it is met', () => {
    expect(legLook(anOrder('o'), 'arrived')).toEqual({
      leg: 'arrived',
      state: 'pending',
      metAt: null,
      learntAt: null,
      errorMs: 0,
      byHand: false,
      breachedAt: null,
    });
  });

  it('is met with its own time, and says when it was learnt late', () => {
    const order = anOrder('o', { legs: { ...none, arrived: aStamp(300, 5), reported: aStamp(300, 6) } });
    expect(legLook(order, 'arrived')).toMatchObject({ state: 'met', metAt: instant(300), learntAt: null });
    expect(legLook(order, 'reported')).toMatchObject({ state: 'met', metAt: instant(300), learntAt: instant(306) });
  });

  it('is unmet once its order has ended without it', () => {
    expect(legLook(anOrder('o', { status: 'closed', ended_at: instant(60) }), 'arrived').state).toBe('unmet');
  });

  it('says how far its time may be off', () => {
    const stamp = { ...aStamp(300), error_ms: 4_200 };
    expect(legLook(anOrder('o', { legs: { ...none, arrived: stamp } }), 'arrived').errorMs).toBe(4_200);
  });

  it('is breached when the hall says so, and corrected when the hall says so', () => {
    const breach = { declared_at: instant(900), corrected_at: null };
    expect(legLook(anOrder('o', { breaches: { ...none, on_video: breach } }), 'on_video').state).toBe('breached');
    const late = anOrder('o', { legs: { ...none, on_video: aStamp(950) }, breaches: { ...none, on_video: breach } });
    expect(legLook(late, 'on_video').state).toBe('met_late');
    const corrected = { ...breach, corrected_at: instant(1000) };
    const mended = anOrder('o', {
      legs: { ...none, on_video: aStamp(800, 200) },
      breaches: { ...none, on_video: corrected },
    });
    expect(legLook(mended, 'on_video')).toMatchObject({
      state: 'corrected',
      learntAt: instant(1000),
      breachedAt: instant(900),
    });
  });

  it('is late when it was met after the limit, breach or no breach', () => {
    expect(legLook(anOrder('o', { legs: { ...none, arrived: aStamp(901) } }), 'arrived').state).toBe('met_late');
    expect(legLook(anOrder('o', { legs: { ...none, arrived: aStamp(900) } }), 'arrived').state).toBe('met');
  });

  it('says whether it rests on somebody’s word', () => {
    const met = (by_hand?: object | null) =>
      anOrder('o', {
        legs: {
          arrived: { ...aStamp(60), ...(by_hand === undefined ? {} : { by_hand }) },
          on_video: null,
          reported: null,
        },
      });
    expect(legLook(met(), 'arrived').byHand).toBe(false);
    expect(legLook(met(null), 'arrived').byHand).toBe(false);
    expect(legLook(met({ by: null }), 'arrived').byHand).toBe(true);
  });
});
