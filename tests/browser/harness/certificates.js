/**
 * A certificate authority for one story.
 *
 * It signs the hall's certificate; a browser trusts it only if it is started with `home`, the home folder whose
 * certificate store holds it. Nothing outside the given folder is touched.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes authority, certificate for `localhost` and the home folder that trusts it. */
export function makeCertificates(folder) {
  const at = (name) => join(folder, name);
  const run = (program, ...args) => execFileSync(program, args, { stdio: 'pipe' });
  const sign = (name, subject, ...rest) => {
    const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)];
    run('openssl', 'req', '-x509', ...KEY, '-days', '2', '-subj', `/CN=${subject}`, ...files, ...rest);
  };
  sign('authority', 'Authority of a story', '-addext', 'basicConstraints=critical,CA:TRUE');
  sign(
    'hall',
    'localhost',
    ...['-CA', at('authority.pem'), '-CAkey', at('authority.key')],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-addext', 'subjectAltName=DNS:localhost'],
    ...['-addext', 'extendedKeyUsage=serverAuth'],
  );
  const home = at('home');
  const store = join(home, '.pki', 'nssdb');
  mkdirSync(store, { recursive: true });
  run('certutil', '-d', `sql:${store}`, '-N', '--empty-password');
  run('certutil', '-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'story', '-i', at('authority.pem'));
  return { authority: readFileSync(at('authority.pem')), certificate: at('hall.pem'), key: at('hall.key'), home };
}
