import { afterEach, expect, test, vi } from 'vitest';
import type { HallFault } from '../hall/http';
import { fragmentOf, knock, leave, restart, restartedAnswer, sessionPath } from './door';

afterEach(() => vi.unstubAllGlobals());

function hallAnswers(...answers: Response[]) {
  const calls: { path: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    calls.push({ path, init });
    const answer = answers.shift();
    return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('no net'));
  });
  return calls;
}

const admitted = () => new Response('v=0 answer', { status: 201, headers: { location: '/whip/u/s1' } });

test('an offer is posted whole with the bearer token; the answer and the session come back', async () => {
  const calls = hallAnswers(admitted());
  const admission = await knock('/whip/u', 'tok', 'v=0 offer', new AbortController().signal);
  expect(admission).toEqual({ answer: 'v=0 answer', location: '/whip/u/s1' });
  const [{ path, init } = expect.fail()] = calls;
  const headers = init.headers as Record<string, string>;
  expect([path, init.method, headers['content-type'], headers.authorization]).toEqual([
    '/whip/u',
    'POST',
    'application/sdp',
    'Bearer tok',
  ]);
  expect(await (init.body as Blob).text()).toBe('v=0 offer');
});

test('a refusal is a fault with its code', async () => {
  hallAnswers(Response.json({ code: 'offer_no_media', message: 'no media' }, { status: 400 }));
  const refused = knock('/whip/u', 'tok', 'x', new AbortController().signal);
  await expect(refused).rejects.toSatisfy((fault: HallFault) => fault.fault.code === 'offer_no_media');
});

test('a session granted after we gave up is ended', async () => {
  const calls = hallAnswers(admitted(), new Response());
  const giveUp = new AbortController();
  giveUp.abort(new Error('too late'));
  await expect(knock('/whip/u', 'tok', 'x', giveUp.signal)).rejects.toThrow('too late');
  expect(calls.map(({ path, init }) => `${init.method} ${path}`)).toEqual(['POST /whip/u', 'DELETE /whip/u/s1']);
});

test('leaving outlives the page and never fails', async () => {
  const calls = hallAnswers();
  await leave('/whip/u/s1', 'tok');
  expect(calls[0]?.init).toMatchObject({ method: 'DELETE', keepalive: true });
});

test.each([
  ['/whep/u/7', '/whep/u/7'],
  ['7', '/whep/7'],
  ['u/7?x=1', '/whep/u/7?x=1'],
])('the session %s is at %s', (header, path) => {
  expect(sessionPath(header, '/whep/u')).toBe(path);
});

test('the token goes to no other machine', () => {
  expect(() => sessionPath('https://elsewhere.example/whep/7', '/whep/u')).toThrow(TypeError);
  expect(() => sessionPath(null, '/whep/u')).toThrow(TypeError);
});

const OFFER = [
  'v=0',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'a=ice-ufrag:mine',
  'a=ice-pwd:secret',
  'a=candidate:1 1 udp 5 192.0.2.1 9 typ host',
  'a=rtpmap:111 opus/48000/2',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:1',
  'a=ice-ufrag:mine',
  '',
].join('\r\n');

test('a fragment tells how to reach this machine, and nothing else', () => {
  expect(fragmentOf(OFFER).split('\r\n')).toEqual([
    'a=group:BUNDLE 0 1',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=mid:0',
    'a=ice-ufrag:mine',
    'a=ice-pwd:secret',
    'a=candidate:1 1 udp 5 192.0.2.1 9 typ host',
    '',
  ]);
});

test('the answer of before is reached as the fragment says', () => {
  const fragment = 'a=ice-ufrag:new\r\na=ice-pwd:other\r\na=candidate:2 1 udp 5 192.0.2.2 7 typ host\r\n';
  const answer = restartedAnswer(OFFER, fragment);
  expect(answer.match(/a=ice-ufrag:new/g)).toHaveLength(2);
  expect(answer).toContain('a=ice-pwd:other\r\na=candidate:2 1 udp 5 192.0.2.2 7 typ host');
  expect(answer).not.toContain('192.0.2.1');
  expect(answer).toContain('a=rtpmap:111 opus/48000/2');
});

test('a restart is a PATCH of whatever ICE session there is', async () => {
  const calls = hallAnswers(new Response('a=ice-ufrag:x', { status: 200 }), new Response('', { status: 404 }));
  expect(await restart('/whip/u/s1', 'tok', 'a=mid:0')).toBe('a=ice-ufrag:x');
  expect(calls[0]?.init).toMatchObject({
    method: 'PATCH',
    headers: { 'if-match': '*', 'content-type': 'application/trickle-ice-sdpfrag' },
  });
  await expect(restart('/whip/u/s1', 'tok', 'a=mid:0')).rejects.toThrow('404');
});
