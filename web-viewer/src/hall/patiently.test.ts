import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HallFault } from './http';
import { patiently } from './patiently';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const fault = (status: number) => new HallFault(status, { code: 'x', message: '' });

function ask(answers: (HallFault | string)[], toldAgoMs = 0) {
  const heard: string[] = [];
  const get = async () => {
    const answer = answers.shift();
    if (typeof answer === 'string') return answer;
    throw answer;
  };
  const stop = patiently(get, new Date(Date.now() - toldAgoMs).toISOString(), {
    onCome: (thing) => heard.push(thing),
    onWait: () => heard.push('wait'),
    onFault: () => heard.push('fault'),
  });
  return { heard, stop };
}

test('what is not there yet is asked for again until it comes', async () => {
  const { heard } = ask([fault(404), fault(0), 'photo']);
  await vi.advanceTimersByTimeAsync(2_000 + 4_000);
  expect(heard).toEqual(['wait', 'wait', 'photo']);
});

test('what is refused is not asked for again, nor what nobody waits for', async () => {
  const refused = ask([fault(403), 'photo']);
  const left = ask([fault(404), 'photo']);
  await vi.advanceTimersByTimeAsync(0);
  left.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([refused.heard, left.heard]).toEqual([['fault'], ['wait']]);
});

test('what was told of a day ago and is not there will not come, but a hall that is away may still have it', async () => {
  const gone = ask([fault(404), 'photo'], 86_400_000);
  const away = ask([fault(0), 'photo'], 86_400_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([gone.heard, away.heard]).toEqual([['fault'], ['wait', 'photo']]);
});
