import { describe, expect, it } from 'vitest';
import type { ByHand } from '../protocol/ByHand';
import { legLook } from './legs';
import { aBreach, anOrder, aStamp, instant, legs } from './samples';

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
    const order = anOrder('o', { legs: legs({ arrived: aStamp(300, 5), reported: aStamp(300, 6) }) });
    expect(legLook(order, 'arrived')).toMatchObject({ state: 'met', metAt: instant(300), learntAt: null });
    expect(legLook(order, 'reported')).toMatchObject({ state: 'met', metAt: instant(300), learntAt: instant(306) });
  });

  it('is unmet once its order has ended without it', () => {
    expect(legLook(anOrder('o', { status: 'closed', ended_at: instant(60) }), 'arrived').state).toBe('unmet');
  });

  it('says how far its time may be off', () => {
    const stamp = { ...aStamp(300), error_ms: 4_200 };
    expect(legLook(anOrder('o', { legs: legs({ arrived: stamp }) }), 'arrived').errorMs).toBe(4_200);
  });

  it('is breached when the hall says so, and corrected when the hall says so', () => {
    const breach = aBreach(900);
    expect(legLook(anOrder('o', { breaches: { ...none, on_video: breach } }), 'on_video').state).toBe('breached');
    const late = anOrder('o', { legs: legs({ on_video: aStamp(950) }), breaches: { ...none, on_video: breach } });
    expect(legLook(late, 'on_video').state).toBe('met_late');
    const corrected = aBreach(900, 1000);
    const mended = anOrder('o', {
      legs: legs({ on_video: aStamp(800, 200) }),
      breaches: { ...none, on_video: corrected },
    });
    expect(legLook(mended, 'on_video')).toMatchObject({
      state: 'corrected',
      learntAt: instant(1000),
      breachedAt: instant(900),
    });
  });

  it('is late when it was met after the limit, breach or no breach', () => {
    expect(legLook(anOrder('o', { legs: legs({ arrived: aStamp(901) }) }), 'arrived').state).toBe('met_late');
    expect(legLook(anOrder('o', { legs: legs({ arrived: aStamp(900) }) }), 'arrived').state).toBe('met');
  });

  it('says whether it rests on somebody’s word', () => {
    const met = (by_hand: ByHand | null) => anOrder('o', { legs: legs({ arrived: { ...aStamp(60), by_hand } }) });
    expect(legLook(met(null), 'arrived').byHand).toBe(false);
    expect(legLook(met({ by: null }), 'arrived').byHand).toBe(true);
  });
});
