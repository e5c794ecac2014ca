/** `yike serve` as an operator runs it: a folder, a certificate, an administrator, and nothing pretended. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BINARY, end } from './program.js';
import { within } from './waiting.js';

const READY_MS = 30_000;
const CALL_MS = 10_000;

/** Starts a hall that keeps its data in `folder` and serves with `certificates`; `more` is what else its file says. */
export async function startHall(folder, certificates, more = {}) {
  const administrator = { name: 'administrator', password: 'a password for stories' };
  const data = join(folder, 'data');
  const password = join(folder, 'password');
  writeFileSync(password, administrator.password, { mode: 0o600 });
  const add = ['user', 'add', administrator.name, '--role', 'administrator', '--data', data, '--password-file', password];
  execFileSync(BINARY, add, { stdio: 'pipe' });

  const config = join(folder, 'hall.toml');
  const settings = {
    data,
    bind: '127.0.0.1:0',
    tls_certificate: certificates.certificate,
    tls_key: certificates.key,
    log_format: 'json',
    ...more,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`);
  writeFileSync(config, lines.join(''));
  // What the file says is all that it is told: `YIKE_BIN` and the like are the stories' own.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('YIKE_')));
  const child = spawn(BINARY, ['serve', '--config', config], { env, stdio: ['ignore', 'inherit', 'pipe'] });
  const said = [];
  const opened = new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      const address = /"http\.address":"[^"]*:(\d+)"/.exec(line);
      if (address) resolve(`https://localhost:${address[1]}`);
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${said.join('\n')}`)));
  });
  try {
    const url = await within(READY_MS, 'the hall to open', opened);
    return new Hall(child, url, certificates.authority, administrator);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

class Hall {
  #child;
  #authority;

  constructor(child, url, authority, administrator) {
    this.#child = child;
    this.#authority = authority;
    this.url = url;
    this.administrator = administrator;
  }

  /** Signs somebody in; the bearer token. */
  async signIn({ name, password }) {
    const { token } = await this.call(undefined, 'POST', '/api/session', { name, password });
    return token;
  }

  /** Calls the API over TLS, its certificate checked; an answer that is no success is thrown. */
  async call(token, method, path, body) {
    const headers = { 'content-type': 'application/json' };
    if (token) headers.authorization = `Bearer ${token}`;
    const signal = AbortSignal.timeout(CALL_MS);
    const sent = request(this.url + path, { method, headers, signal, ca: this.#authority });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [answer] = await once(sent, 'response');
    const text = (await answer.setEncoding('utf8').toArray()).join('');
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return text && JSON.parse(text);
  }

  /** Asks it to stop; its exit code. */
  stop() {
    return end(this.#child);
  }
}
