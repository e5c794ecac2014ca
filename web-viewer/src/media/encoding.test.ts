import { expect, test, vi } from 'vitest';
import { encoding } from './encoding';

/** A sender that carries a change out when it is let, and shows the former state until then. */
class SlowSender {
  active = true;
  readonly #waiting: (() => void)[] = [];

  getParameters() {
    return { encodings: [{ active: this.active }] };
  }

  setParameters({ encodings }: { encodings: { active: boolean }[] }): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(() => {
        this.active = encodings[0]?.active ?? this.active;
        resolve();
      });
    });
  }

  async carryOut(): Promise<void> {
    this.#waiting.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

function slow() {
  const sender = new SlowSender();
  return { sender, need: encoding(() => sender as unknown as RTCRtpSender) };
}

test('whoever turns to a picture that is just being put to rest has it encoded', async () => {
  const { sender, need } = slow();
  void need(false);
  const done = need(true);
  await sender.carryOut();
  await sender.carryOut();
  await done;
  expect(sender.active).toBe(true);
});

test('a picture rests and is encoded again', async () => {
  const { sender, need } = slow();
  for (const needed of [false, true, false]) {
    const done = need(needed);
    await sender.carryOut();
    await done;
    expect(sender.active).toBe(needed);
  }
});

test('without a picture there is nothing to do', async () => {
  await encoding(() => undefined)(false);
});

test('what the browser refuses is asked for again, but not for ever', async () => {
  vi.useFakeTimers();
  try {
    for (const [refusals, active] of [
      [3, false],
      [9, true],
    ] as const) {
      const sender = {
        active: true,
        left: refusals as number,
        getParameters: () => ({ encodings: [{ active: sender.active }] }),
        async setParameters({ encodings }: { encodings: { active: boolean }[] }) {
          sender.left -= 1;
          if (sender.left >= 0) throw new DOMException('the call is negotiated', 'InvalidStateError');
          sender.active = encodings[0]?.active ?? sender.active;
        },
      };
      const done = encoding(() => sender as unknown as RTCRtpSender)(false).catch(({ name }: DOMException) => name);
      await vi.runAllTimersAsync();
      expect(await done).toBe(active ? 'InvalidStateError' : undefined);
      expect(sender.active).toBe(active);
    }
  } finally {
    vi.useRealTimers();
  }
});
