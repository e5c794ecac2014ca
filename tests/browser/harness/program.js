/**
 * The binary under test, and how it is ended.
 *
 * `YIKE_BIN` names it; by default it is the release build of this work tree. It is ended by its own process id.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const BINARY = process.env.YIKE_BIN ?? fileURLToPath(new URL('../../../target/release/yike', import.meta.url));
/** Longer than the program itself gives its parts to end. */
const STOPPING_MS = 45_000;

/** Asks a process to end, and makes it end if it does not; its exit code, none if it had to be made to. */
export async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const killing = setTimeout(() => child.kill('SIGKILL'), STOPPING_MS);
  const [code] = await gone;
  clearTimeout(killing);
  return code;
}
