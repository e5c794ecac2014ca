import { expect, test } from 'vitest';
import { watchRelays } from './obstacle';

const RELAY = 'turn:turn.example:3478?transport=udp';

/** A connection that only gathers: each word is what it meets. */
function after(...met: ({ code: number; url?: string } | { found: string })[]) {
  const pc = new EventTarget();
  const obstacle = watchRelays(pc as RTCPeerConnection);
  for (const each of met) {
    const event =
      'found' in each
        ? Object.assign(new Event('icecandidate'), { candidate: { type: each.found } })
        : Object.assign(new Event('icecandidateerror'), { url: each.url ?? RELAY, errorCode: each.code });
    pc.dispatchEvent(event);
  }
  return obstacle();
}

test('nothing is in the way until a relay says no', () => {
  expect(after()).toBe(null);
  expect(after({ found: 'host' })).toBe(null);
  expect(after({ found: 'host' }, { code: 401 })).toBe('relay_refused');
});

test('a relay that says no counts more than one that says nothing', () => {
  expect(after({ code: 701 })).toBe('relay_silent');
  expect(after({ code: 701 }, { code: 401 })).toBe('relay_refused');
  expect(after({ code: 401 }, { code: 701 })).toBe('relay_refused');
});

test('one relay that lets the page through is enough', () => {
  expect(after({ code: 401 }, { found: 'relay' })).toBe(null);
  expect(after({ found: 'relay' }, { code: 701 })).toBe(null);
});

test('a server that only tells addresses is no relay', () => {
  expect(after({ code: 701, url: 'stun:stun.example' })).toBe(null);
});
