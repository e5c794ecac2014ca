/** A real relay: coturn on this machine, with a secret that it shares with a hall. */
import { spawn } from 'node:child_process';
import { createHmac, randomBytes, randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { end } from './program.js';
import { within } from './waiting.js';

const READY_MS = 30_000;
const ASK_MS = 100;
/** Below the ports that systems give to whoever asks for any. */
const PORTS = { first: 20_000, count: 10_000 };
/** The head of a binding request without attributes, up to its transaction's id. */
const BINDING = Buffer.from('000100002112a442', 'hex');

/** Starts a relay that lets in whoever has a password made with `secret`; its files are in `folder`. */
export async function startRelay(folder, secret) {
  const port = await freePort();
  const settings = {
    'listening-ip': '127.0.0.1',
    'relay-ip': '127.0.0.1',
    'listening-port': port,
    realm: 'stories',
    'static-auth-secret': secret,
    userdb: `${folder}/turn.sqlite`,
    pidfile: `${folder}/turn.pid`,
    'log-file': 'stdout',
  };
  // The hall of a story is on the loopback, where a relay leads nobody unless it is told to.
  const flags = ['use-auth-secret', 'fingerprint', 'no-cli', 'no-tcp', 'no-tls', 'no-dtls', 'allow-loopback-peers', 'simple-log'];
  const named = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const args = ['-n', ...named, ...flags.map((flag) => `--${flag}`)];
  const child = spawn('turnserver', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => said.push(line) > 200 && said.shift());
  }
  const gone = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`coturn ended with ${code}:\n${said.join('\n')}`)));
  });
  // Once it is ready its end is the story's own to ask for.
  gone.catch(() => {});
  try {
    await Promise.race([within(READY_MS, 'the relay to answer', answers(port)), gone]);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`${error.message}; coturn said:\n${said.join('\n')}`, { cause: error });
  }
  return { url: `turn:127.0.0.1:${port}?transport=udp`, stop: () => end(child) };
}

/** Asks the relay who one is (RFC 8489) until it answers. */
async function answers(port) {
  const socket = createSocket('udp4').unref();
  const answered = once(socket, 'message');
  const asking = setInterval(() => socket.send(Buffer.concat([BINDING, randomBytes(12)]), port, '127.0.0.1'), ASK_MS).unref();
  await answered;
  clearInterval(asking);
  socket.close();
}

/** What `username` is let in with by a relay of `secret` (draft-uberti-behave-turn-rest), worked out without the hall. */
export function passwordOf(username, secret) {
  return createHmac('sha1', secret).update(username).digest('base64');
}

/** A UDP port of the loopback that nobody has at this moment, nor is given unless he asks for this very one. */
async function freePort() {
  const start = randomInt(PORTS.count);
  for (let tried = 0; tried < PORTS.count; tried += 1) {
    const port = PORTS.first + ((start + tried) % PORTS.count);
    const socket = createSocket('udp4');
    const free = await new Promise((resolve) => {
      socket.once('error', () => resolve(false));
      socket.bind(port, '127.0.0.1', () => resolve(true));
    });
    socket.close();
    if (free) return port;
  }
  throw new Error(`every UDP port from ${PORTS.first} on is taken`);
}
