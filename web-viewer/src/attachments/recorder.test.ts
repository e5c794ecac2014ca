import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LONGEST_MS, Recorder } from './recorder.svelte';

/** What stands in for the browser's recorder: it hands over what it was given when it stops. */
class FakeRecorder {
  static kinds = ['audio/webm;codecs=opus'];
  static bytes = 2_000;
  static made: FakeRecorder[] = [];
  static isTypeSupported(kind: string) {
    return FakeRecorder.kinds.includes(kind);
  }
  readonly mimeType: string;
  state = 'inactive';
  ondataavailable?: (event: { data: Blob }) => void;
  onstop?: () => void;
  onerror?: () => void;
  constructor(_stream: unknown, { mimeType = '' }: { mimeType?: string }) {
    this.mimeType = mimeType;
    FakeRecorder.made.push(this);
  }
  start() {
    this.state = 'recording';
  }
  stop() {
    this.state = 'inactive';
    this.ondataavailable?.({ data: new Blob([new Uint8Array(FakeRecorder.bytes)]) });
    this.onstop?.();
  }
}

const stopped = vi.fn();
const stream = { getTracks: () => [{ stop: stopped, onended: null }] };
const getUserMedia = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  FakeRecorder.made = [];
  FakeRecorder.bytes = 2_000;
  FakeRecorder.kinds = ['audio/webm;codecs=opus'];
  stopped.mockReset();
  getUserMedia.mockReset().mockResolvedValue(stream);
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  vi.stubGlobal('MediaRecorder', FakeRecorder);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function recording() {
  const made: Blob[] = [];
  const recorder = new Recorder((note) => made.push(note));
  await recorder.start();
  return { recorder, made };
}

test('a note is handed over with its bare media type, and the microphone is let go of', async () => {
  const { recorder, made } = await recording();
  expect(recorder.state).toBe('recording');
  await vi.advanceTimersByTimeAsync(2_500);
  expect(recorder.elapsedMs).toBeGreaterThan(2_300);
  recorder.stop();
  expect(made.map(({ type, size }) => [type, size])).toEqual([['audio/webm', 2_000]]);
  expect([recorder.state, stopped.mock.calls.length]).toEqual(['idle', 1]);
});

test('what every phone plays comes before what only browsers do', async () => {
  FakeRecorder.kinds = ['audio/webm;codecs=opus', 'audio/mp4;codecs=mp4a.40.2'];
  await recording();
  expect(FakeRecorder.made[0]?.mimeType).toBe('audio/mp4;codecs=mp4a.40.2');
});

test('after a minute it ends by itself and is kept', async () => {
  const { recorder, made } = await recording();
  await vi.advanceTimersByTimeAsync(LONGEST_MS + 200);
  expect([recorder.state, recorder.elapsedMs, made.length]).toEqual(['idle', LONGEST_MS, 1]);
});

test('what is discarded is not handed over, nor what is a slip of the finger or empty', async () => {
  const first = await recording();
  await vi.advanceTimersByTimeAsync(2_000);
  first.recorder.cancel();
  const second = await recording();
  second.recorder.stop();
  FakeRecorder.bytes = 0;
  const third = await recording();
  await vi.advanceTimersByTimeAsync(2_000);
  third.recorder.stop();
  expect([first, second, third].map(({ recorder, made }) => [recorder.state, made.length])).toEqual([
    ['idle', 0],
    ['too_short', 0],
    ['failed', 0],
  ]);
  expect(stopped).toHaveBeenCalledTimes(3);
});

test('a microphone that comes after it was called off is let go of', async () => {
  let give = (_: unknown) => {};
  getUserMedia.mockReturnValue(new Promise((resolve) => (give = resolve)));
  const recorder = new Recorder(() => {});
  const started = recorder.start();
  recorder.cancel();
  give(stream);
  await started;
  expect([recorder.state, stopped.mock.calls.length, FakeRecorder.made.length]).toEqual(['idle', 1, 0]);
});

test.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'none'],
  ['NotReadableError', 'taken'],
  ['OtherError', 'failed'],
])('%s is said as "%s"', async (name, why) => {
  getUserMedia.mockRejectedValue(new DOMException('no', name));
  const { recorder } = await recording();
  expect(recorder.state).toBe(why);
});

test('a question that nobody answers has an end, and a page without microphones says so at once', async () => {
  getUserMedia.mockReturnValue(new Promise(() => {}));
  const recorder = new Recorder(() => {});
  void recorder.start();
  await vi.advanceTimersByTimeAsync(61_000);
  expect(recorder.state).toBe('denied');
  vi.stubGlobal('navigator', {});
  const other = new Recorder(() => {});
  await other.start();
  expect(other.state).toBe('none');
});
