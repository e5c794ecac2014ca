import { afterEach, expect, test, vi } from 'vitest';
import { Camera } from './camera.svelte';
import { type Publishing, publish } from './whip';

vi.mock('./whip', () => ({ publish: vi.fn() }));

interface Track {
  kind: string;
  name: string;
  stop: () => void;
  onended: null;
}

const track = (name: string): Track => ({ kind: 'video', name, stop: () => {}, onended: null });

/** What stands in for the browser's stream. */
function streamOf(...tracks: Track[]) {
  return {
    getTracks: () => tracks,
    getVideoTracks: () => tracks,
    getAudioTracks: () => [],
    addTrack: (one: Track) => tracks.push(one),
    removeTrack: (one: Track) => tracks.splice(tracks.indexOf(one), 1),
  };
}

afterEach(() => vi.unstubAllGlobals());

test('a camera changed while the hall is asked is the one whose picture goes out', async () => {
  const [back, front] = [track('back'), track('front')];
  const getUserMedia = vi.fn().mockResolvedValueOnce(streamOf(back)).mockResolvedValueOnce(streamOf(front));
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  const sent: unknown[] = [];
  let admit = (_: Publishing) => {};
  vi.mocked(publish).mockReturnValue(
    new Promise((resolve) => {
      admit = resolve;
    }),
  );

  const camera = new Camera('u', 'token', { microphone: true, facing: 'environment' });
  const started = camera.start();
  await vi.waitFor(() => expect(publish).toHaveBeenCalled());
  await camera.flip();
  const needs: boolean[] = [];
  camera.need(false);
  admit({
    onState: () => () => {},
    replaceVideo: async (one: unknown) => sent.push(one),
    need: async (needed: boolean) => needs.push(needed),
  } as unknown as Publishing);
  await started;
  expect(sent).toEqual([front]);
  camera.need(true);
  expect(needs).toEqual([false, true]);
});
