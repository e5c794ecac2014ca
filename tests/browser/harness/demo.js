/** The real binary, playing its demonstration. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { BINARY, end } from './program.js';
import { within } from './waiting.js';

const READY_MS = 60_000;
const CALL_MS = 10_000;

/**
 * Starts `yike demo`; answers when it has printed where it is and who may sign in. With a folder for `data` and the
 * `port` of before, it is the same hall again.
 */
export async function startDemo({ units = 12, cameras = 2, seed = 7, port = 0, data } = {}) {
  const args = ['demo', '--port', port, '--units', units, '--cameras', cameras, '--seed', seed].map(String);
  if (data) args.push('--data', data);
  const child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line) > 200 && said.shift());
  const ready = Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([line]) => JSON.parse(line)),
    once(child, 'error').then(([error]) => Promise.reject(error)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`it ended with ${code}:\n${said.join('\n')}`))),
  ]);
  try {
    return new Demo(child, await within(READY_MS, 'the demonstration to be ready', ready), said);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

class Demo {
  #child;
  #said;
  #tokens = new Map();

  constructor(child, { url, logins }, said) {
    this.#child = child;
    this.#said = said;
    this.url = url;
    this.logins = logins;
  }

  /** The `nth` login of a role. */
  login(role, nth = 0) {
    const login = this.logins.filter((each) => each.role === role)[nth];
    if (!login) throw new Error(`there is no login ${nth} of role ${role}`);
    return login;
  }

  /** A bearer token of a login. */
  async token(login) {
    if (!this.#tokens.has(login.name)) {
      const { name, password } = login;
      const { token } = await this.#call('POST', '/api/session', undefined, { name, password });
      this.#tokens.set(login.name, token);
    }
    return this.#tokens.get(login.name);
  }

  /** Calls the API as `login`; an answer that is no success is thrown. */
  async api(login, method, path, body) {
    return this.#call(method, path, await this.token(login), body);
  }

  /** Fetches bytes as `login`. */
  async bytes(login, path) {
    const headers = { authorization: `Bearer ${await this.token(login)}` };
    const answer = await fetch(this.url + path, { headers, signal: AbortSignal.timeout(CALL_MS) });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  /** What the binary last logged, for whoever looks into a failure. */
  get log() {
    return this.#said.join('\n');
  }

  /** Ends it as an operator does; throws if it does not go in good order. */
  async stop() {
    if (this.#child.signalCode === 'SIGKILL') return;
    const code = await end(this.#child);
    if (code !== 0) throw new Error(`it ended with ${code}:\n${this.log}`);
  }

  /** Ends it as a failing machine does. */
  async kill() {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  async #call(method, path, token, body) {
    const headers = { 'content-type': 'application/json' };
    if (token) headers.authorization = `Bearer ${token}`;
    const init = { method, headers, signal: AbortSignal.timeout(CALL_MS) };
    if (body !== undefined) init.body = JSON.stringify(body);
    const answer = await fetch(this.url + path, init);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
