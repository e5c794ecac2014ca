import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anOrder, assigned } from '../board/samples';
import type { Hall } from '../hall/http';
import { Dispatching, UNDO_MS } from './dispatching.svelte';

const NEW = { kind: 'emergency', incident: 'i1', addressee: { unit: 'u1' } } as const;

function aSeat(answer: (path: string) => unknown = () => anOrder('o1')) {
  const asked: { path: string; body: unknown }[] = [];
  const hall = {
    post: async (path: string, body: unknown) => {
      asked.push({ path, body });
      return answer(path);
    },
    put: async (path: string, body: unknown) => {
      asked.push({ path, body });
      return answer(path);
    },
  } as unknown as Hall;
  const learnt: string[] = [];
  return { asked, learnt, dispatching: new Dispatching(hall, Date.now, ({ id }) => learnt.push(id)) };
}

describe('sending with one press', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
  afterEach(() => vi.useRealTimers());

  it('can be undone for five seconds, by cancelling', async () => {
    const { asked, learnt, dispatching } = aSeat();
    await dispatching.send(NEW, '王芳', '广场');
    expect(learnt).toEqual(['o1']);
    expect(dispatching.sent).toMatchObject([{ order: 'o1', state: 'sent' }]);
    vi.advanceTimersByTime(UNDO_MS - 1);
    await dispatching.undo();
    expect(asked[1]).toEqual({ path: '/api/orders/o1/cancel', body: { reason: 'undone' } });
    expect(dispatching.sent).toMatchObject([{ state: 'undone' }]);
  });

  it('stands after that', async () => {
    const { asked, dispatching } = aSeat();
    await dispatching.send(NEW, '王芳', '广场');
    vi.advanceTimersByTime(UNDO_MS);
    expect(dispatching.sent).toEqual([]);
    await dispatching.undo();
    expect(asked).toHaveLength(1);
  });

  it('does nothing twice at once, but the same again later', async () => {
    const { asked, dispatching } = aSeat();
    await Promise.all([dispatching.send(NEW, '王芳', '广场'), dispatching.send(NEW, '王芳', '广场')]);
    expect(asked).toHaveLength(1);
    await dispatching.send(NEW, '王芳', '广场');
    const ids = asked.map(({ body }) => (body as { id: string }).id);
    expect(new Set(ids).size).toBe(2);
  });

  it('says when it was not sent or not undone', async () => {
    let fails = true;
    const { dispatching } = aSeat(() => {
      if (fails) throw new Error('no');
      return anOrder('o1');
    });
    expect(await dispatching.send(NEW, '王芳', '广场')).toBeNull();
    expect(dispatching.fault).toBeInstanceOf(Error);
    fails = false;
    await dispatching.send(NEW, '王芳', '广场');
    expect(dispatching.fault).toBeUndefined();
    fails = true;
    await dispatching.undo('o1');
    expect(dispatching.sent[0]?.state).toMatchObject({ fault: expect.any(Error) });
  });

  it('gives an order to others in one call, and back in another', async () => {
    const { asked, dispatching } = aSeat();
    const assignments = [assigned('u1', 'accepted'), assigned('u2', 'declined')];
    expect(await dispatching.setUnits(anOrder('o1', { assignments }), ['u1', 'u3'], '李强', '广场')).toBe(true);
    vi.advanceTimersByTime(UNDO_MS - 1);
    await dispatching.undo();
    expect(asked).toEqual([
      { path: '/api/orders/o1/units', body: { units: ['u1', 'u3'] } },
      { path: '/api/orders/o1/units', body: { units: ['u1'] } },
    ]);
  });

  it('takes back what was done last to an order, five seconds long', async () => {
    const { asked, dispatching } = aSeat();
    await dispatching.send(NEW, '王芳', '广场');
    vi.advanceTimersByTime(3_000);
    await dispatching.setUnits(anOrder('o1', { assignments: [assigned('u1', 'offered')] }), ['u3'], '李强', '广场');
    vi.advanceTimersByTime(UNDO_MS - 1);
    expect(dispatching.sent).toHaveLength(1);
    await dispatching.undo();
    expect(asked.at(-1)).toEqual({ path: '/api/orders/o1/units', body: { units: ['u1'] } });
  });

  it('moves a unit by an order to stand by', async () => {
    const { asked, dispatching } = aSeat();
    const to = { lat: 47, lon: 9 };
    await dispatching.move({ unit: 'u1', name: '王芳', from: to, to, gains: 10, route_s: 60 });
    expect(asked[0]?.body).toMatchObject({ kind: 'standby', addressee: { unit: 'u1' }, place: { lat: 47, lon: 9 } });
  });
});
