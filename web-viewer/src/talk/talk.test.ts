import { expect, test, vi } from 'vitest';
import type { OwnTalk } from '../protocol/OwnTalk';
import { Talk, type TalkWord } from './talk.svelte';
import type { Voice } from './voice';

const voice: Voice = {
  onState: (tell) => {
    tell('live');
    return () => {};
  },
  speak: vi.fn(),
  stop: () => {},
};
vi.mock('./voice', () => ({ askMicrophone: async () => ({ stop: () => {} }), openVoice: async () => voice }));

const ALL = { to: 'all' } as const;
const GRANTED: OwnTalk = { state: 'granted', group: ALL, since: '', heard_by: 1, units: 1, seats: 0 };
const CALL: OwnTalk = { state: 'in_call', with: null, name: 'leader' };

async function open() {
  const said: TalkWord['type'][] = [];
  const talk = new Talk({ token: 't', ears: 1, tell: ({ type }) => said.push(type) > 0 });
  const own = (own: OwnTalk) => talk.heard({ line: 'l', own, heard: [] });
  own({ state: 'idle' });
  await talk.start();
  talk.press(ALL);
  own(GRANTED);
  return { talk, said, own };
}

test('what is held when the line ends is let go of', async () => {
  const { talk, said } = await open();
  talk.stop();
  expect(said).toEqual(['press', 'release']);
  expect(talk.pressed).toBe(false);
});

test('letting go of the held key before the hall has answered a call does not end that', async () => {
  const { talk, said, own } = await open();
  talk.call({ with: 'desk', town: 't' });
  expect(voice.speak).toHaveBeenLastCalledWith(false);
  talk.release();
  expect(said).toEqual(['press', 'call']);
  own({ state: 'in_call', with: { with: 'desk', town: 't' }, name: 'desk' });
  expect(voice.speak).toHaveBeenLastCalledWith(true);
});

test('a call takes the place of the held key, and letting go of that does not end it', async () => {
  const { talk, said, own } = await open();
  own(CALL);
  expect(voice.speak).toHaveBeenLastCalledWith(false);
  talk.release();
  expect(said).toEqual(['press']);
  own({ state: 'idle' });
  expect(voice.speak).toHaveBeenLastCalledWith(false);
  talk.press(ALL);
  expect(said).toEqual(['press', 'press']);
});
