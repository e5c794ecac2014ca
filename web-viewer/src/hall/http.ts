/**
 * Calls of the hall's HTTP API.
 *
 * Every failure, also of the network, becomes one `HallFault` with a stable code, so that screens have one thing to
 * show. What the codes mean in words is `i18n/faults`.
 */
import type { Fault } from '../protocol/Fault';

/** How long a call may take that carries next to nothing. */
const PATIENCE_MS = 20_000;
/** What the slowest line that is still worth waiting for carries, in bytes a second. */
const SLOWEST_BPS = 4_000;
/** What a fetched photo may weigh, for how long to wait for it. */
const PHOTO_BYTES = 600_000;

/** What some seconds of a recording may weigh. */
const RECORDED_BYTES = 600_000;

/** How long a call may take that carries `bytes`: cutting off a photo on a slow line only makes it start again. */
export function patienceMs(bytes: number): number {
  return PATIENCE_MS + Math.ceil((bytes / SLOWEST_BPS) * 1000);
}

/** The status of an answer that has nothing to say. */
const NO_CONTENT = 204;

/** A call that failed. */
export class HallFault extends Error {
  /** The HTTP status; 0 if there was no answer. */
  readonly status: number;
  readonly fault: Fault;

  constructor(status: number, fault: Fault) {
    super(fault.message);
    this.name = 'HallFault';
    this.status = status;
    this.fault = fault;
  }
}

/** The API as one signed-in person calls it. */
export class Hall {
  readonly token: string;
  readonly #signedOut: () => void;

  /** `signedOut` is called when the hall says that the token is good no more. */
  constructor(token: string, signedOut: () => void = () => {}) {
    this.token = token;
    this.#signedOut = signedOut;
  }

  get<T>(path: string): Promise<T> {
    return this.#json<T>('GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#json<T>('POST', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#json<T>('PATCH', path, body);
  }

  /** Puts bytes, a photo for one, or anything that is JSON. */
  async put(path: string, body: unknown): Promise<void> {
    await this.#send('PUT', path, body);
  }

  /** Deletes; an answer without a body, or with one, is good. */
  async delete(path: string): Promise<void> {
    await this.#send('DELETE', path);
  }

  /** Fetches bytes that need the token, a photo for one; `expected` is what they may weigh. */
  async blob(path: string, expected = PHOTO_BYTES): Promise<Blob> {
    return await (await this.#send('GET', path, undefined, expected)).blob();
  }

  /** Fetches something that needs the token, or some bytes of it (`bytes=0-99`). */
  bytes(path: string, range?: string): Promise<Response> {
    return this.ask('GET', path, range ? { accept: '*/*', range } : {}, undefined, RECORDED_BYTES);
  }

  /** Asks with headers of the caller's own. */
  ask(method: string, path: string, headers: Record<string, string>, body?: Blob, expected = 0): Promise<Response> {
    return this.#send(method, path, body, expected, headers);
  }

  async #json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.#send(method, path, body);
    return (answer.status === NO_CONTENT ? undefined : await readJson(answer)) as T;
  }

  async #send(
    method: string,
    path: string,
    body?: unknown,
    expected = 0,
    more?: Record<string, string>,
  ): Promise<Response> {
    try {
      return await send(method, path, body, this.token, expected, more);
    } catch (fault) {
      if (fault instanceof HallFault && fault.status === 401) this.#signedOut();
      throw fault;
    }
  }
}

/**
 * Sends one request; an answer that is no success is thrown as a `HallFault`. `expected` is what the answer may weigh,
 * in bytes, if that is much; `more` are headers beside the usual ones.
 */
export async function send(
  method: string,
  path: string,
  body?: unknown,
  token?: string,
  expected = 0,
  more: Record<string, string> = {},
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', ...more };
  if (token) headers.authorization = `Bearer ${token}`;
  let payload: BodyInit | undefined;
  if (body instanceof Blob) {
    headers['content-type'] = body.type || 'application/octet-stream';
    payload = body;
  } else if (body !== undefined) {
    headers['content-type'] = 'application/json';
    payload = JSON.stringify(body);
  }
  let answer: Response;
  try {
    const patience = patienceMs((body instanceof Blob ? body.size : 0) + expected);
    const init: RequestInit = { method, headers, cache: 'no-store', signal: AbortSignal.timeout(patience) };
    if (payload !== undefined) init.body = payload;
    answer = await fetch(path, init);
  } catch (error) {
    throw new HallFault(0, { code: 'hall_unreachable', message: `The hall does not answer: ${String(error)}` });
  }
  if (!answer.ok) throw new HallFault(answer.status, await faultOf(answer));
  return answer;
}

/** The body of an answer as JSON. */
export async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    throw new HallFault(answer.status, {
      code: 'not_json',
      message: 'The hall answered with something that is no JSON.',
    });
  }
}

async function faultOf(answer: Response): Promise<Fault> {
  try {
    const body: unknown = await answer.json();
    if (isFault(body)) return body;
  } catch {
    // Not JSON: something between us and the hall answered. The status is all there is to say.
  }
  return { code: `http_${answer.status}`, message: `${answer.status} ${answer.statusText}`.trim() };
}

function isFault(body: unknown): body is Fault {
  return typeof body === 'object' && body !== null && 'code' in body && 'message' in body;
}
