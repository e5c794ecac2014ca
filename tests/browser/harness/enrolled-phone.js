/** An officer's phone as its core enrols it: a key of its own, the code out of the QR's text, a proof at each sign-in. */
import { generateKeyPairSync, sign } from 'node:crypto';

const CALL_MS = 10_000;

/** What a QR code of the hall says; throws if a part is missing. */
export function readQr(text) {
  const { protocol, host, searchParams } = new URL(text);
  const said = Object.fromEntries(searchParams);
  if (protocol !== 'yike:' || host !== 'enrol' || said.v !== '1' || !said.hall || !said.code)
    throw new Error(`no enrolment of Yike: ${text}`);
  return said;
}

/** Enrols a phone called `name` by the text of a QR code, at the hall that answers at `url`. */
export async function enrolPhone(url, qr, name) {
  const { hall, code } = readQr(qr);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('hex');
  const answer = await post(url, '/api/phones', { code, key, name });
  if (answer.status !== 201) throw new Error(`POST /api/phones: ${answer.status} ${await answer.text()}`);
  return new Phone(url, hall, await answer.json(), privateKey);
}

class Phone {
  #url;
  #hall;
  #key;
  #token;

  constructor(url, hall, view, key) {
    this.#url = url;
    this.#hall = hall;
    this.#key = key;
    this.view = view;
  }

  /** The bearer token of its session. */
  get token() {
    return this.#token;
  }

  /** Proves itself; the hall's answer, whatever it is. The session is kept if there is one. */
  async signIn() {
    const phone = this.view.id;
    const { nonce } = await (await post(this.#url, '/api/session/challenge', { phone })).json();
    const said = Buffer.from(`yike sign-in 1\n${this.#hall}\n${phone}\n${nonce}`);
    const signature = sign('sha256', said, this.#key).toString('hex');
    const answer = await post(this.#url, '/api/session/proof', { phone, nonce, signature });
    const body = await answer.json();
    if (answer.ok) this.#token = body.token;
    return { status: answer.status, body };
  }

  /** How the hall answers to the session it has. */
  async session() {
    const headers = { authorization: `Bearer ${this.#token}` };
    const answer = await fetch(`${this.#url}/api/session`, { headers, signal: AbortSignal.timeout(CALL_MS) });
    return { status: answer.status, body: await answer.json() };
  }
}

function post(url, path, body) {
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(CALL_MS);
  return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body), signal });
}
