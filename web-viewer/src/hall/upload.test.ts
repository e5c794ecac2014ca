import { afterEach, expect, test, vi } from 'vitest';
import { Hall, HallFault } from './http';
import { PIECE_BYTES, upload } from './upload';

afterEach(() => vi.unstubAllGlobals());

const SIZE = PIECE_BYTES * 2 + 10;
const bytes = Uint8Array.from({ length: SIZE }, (_, at) => at % 251);
const FILE = { sha256: 'ab12', photo: new Blob([bytes], { type: 'image/jpeg' }) };
const PATH = '/api/attachments/ab12';

const isWhole = (stored: Uint8Array) => stored.length === SIZE && stored.every((byte, at) => byte === bytes[at]);

/** A hall that speaks tus, holding `held` bytes; `faults` come before its answers to pieces. */
function halls(held: number, faults: (number | 'broken' | 'stale')[] = [], saysAtOnce = true) {
  const asked: string[] = [];
  let stored = bytes.slice(0, held);
  const answer = (status: number, headers: Record<string, string> = {}) =>
    new Response(null, { status, headers: { 'tus-resumable': '1.0.0', ...headers } });
  const piece = async (from: number, body: Blob): Promise<Response> => {
    const fault = faults.shift();
    if (typeof fault === 'number') {
      if (fault === 422) stored = new Uint8Array();
      return answer(fault);
    }
    const came = new Uint8Array(await body.arrayBuffer());
    const keep = fault === 'broken' ? came.slice(0, 1_000) : came;
    if (from !== stored.length) return answer(409);
    stored = new Uint8Array(await new Blob([stored, keep]).arrayBuffer());
    if (fault === 'broken') throw new TypeError('network');
    return answer(204, { 'upload-offset': String(fault === 'stale' ? from : stored.length) });
  };
  vi.stubGlobal('fetch', async (path: string, { method, headers, body }: RequestInit & { headers: Headers }) => {
    const given = new Headers(headers);
    expect(given.get('tus-resumable')).toBe('1.0.0');
    expect(given.get('authorization')).toBe('Bearer token');
    const from = given.get('upload-offset');
    asked.push(`${method} ${path}${from === null ? '' : ` ${from}`}`);
    if (method === 'HEAD')
      return answer(200, { 'upload-offset': String(stored.length), 'upload-length': String(SIZE) });
    if (method === 'PATCH') {
      expect(given.get('content-type')).toBe('application/offset+octet-stream');
      return piece(Number(from), body as Blob);
    }
    expect([given.get('upload-length'), given.get('upload-metadata')]).toEqual([
      String(SIZE),
      `sha256 ${btoa('ab12')},filetype ${btoa('image/jpeg')}`,
    ]);
    return answer(201, { location: PATH, ...(saysAtOnce ? { 'upload-offset': String(stored.length) } : {}) });
  });
  return { asked, stored: () => stored, hall: new Hall('token') };
}

test('a file goes in pieces, and it is told how much the hall holds', async () => {
  const { asked, stored, hall } = halls(0);
  const told: number[] = [];
  await upload(hall, FILE, (held) => told.push(held));
  expect(asked).toEqual([
    'POST /api/attachments',
    `PATCH ${PATH} 0`,
    `PATCH ${PATH} ${PIECE_BYTES}`,
    `PATCH ${PATH} ${2 * PIECE_BYTES}`,
  ]);
  expect(told).toEqual([0, PIECE_BYTES, 2 * PIECE_BYTES, SIZE]);
  expect(isWhole(stored())).toBe(true);
});

test('whoever sends again goes on where the line broke, and sends nothing that the hall has whole', async () => {
  const { asked, stored, hall } = halls(0, ['broken']);
  await expect(upload(hall, FILE)).rejects.toMatchObject({ status: 0 });
  asked.length = 0;
  await upload(hall, FILE);
  expect(asked.slice(0, 2)).toEqual(['POST /api/attachments', `PATCH ${PATH} 1000`]);
  expect(isWhole(stored())).toBe(true);
  asked.length = 0;
  await upload(hall, FILE);
  expect(asked).toEqual(['POST /api/attachments']);
});

test('a hall that only says where the file goes is asked what it holds', async () => {
  const { asked, stored, hall } = halls(1_000, [], false);
  await upload(hall, FILE);
  expect(asked.slice(0, 3)).toEqual(['POST /api/attachments', `HEAD ${PATH}`, `PATCH ${PATH} 1000`]);
  expect(isWhole(stored())).toBe(true);
});

test('the hall is asked anew when it holds something else, but not for ever', async () => {
  const { asked, stored, hall } = halls(0, [409]);
  await upload(hall, FILE);
  expect(asked.filter((one) => one.startsWith('HEAD'))).toHaveLength(1);
  expect(isWhole(stored())).toBe(true);
  await expect(upload(halls(0, Array(9).fill(409)).hall, FILE)).rejects.toMatchObject({ status: 409 });
});

test('bytes that were spoiled on the way are sent once more, whole', async () => {
  const { stored, hall } = halls(PIECE_BYTES, [422]);
  await upload(hall, FILE);
  expect(isWhole(stored())).toBe(true);
  await expect(upload(halls(0, [422, 422]).hall, FILE)).rejects.toBeInstanceOf(HallFault);
});

test('a hall that does not say what it holds is not sent to for ever', async () => {
  await expect(upload(halls(0, ['stale']).hall, FILE)).rejects.toThrow('after a piece from 0');
});
