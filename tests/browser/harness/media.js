/**
 * The pages' own WHIP and WHEP, made into one script that a test can run in a page.
 *
 * The bundler is the one that builds the pages; nothing is written to the disk.
 */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const WEB = new URL('../../../web-viewer/', import.meta.url);
const ENTRY = fileURLToPath(new URL('media-entry.js', import.meta.url));

/** A script that puts `{publish, watch}` into `globalThis.yikeMedia`. */
export async function mediaScript() {
  const vite = createRequire(new URL('package.json', WEB)).resolve('vite');
  const { build } = await import(pathToFileURL(vite).href);
  const [{ output }] = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    root: fileURLToPath(WEB),
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: ENTRY, formats: ['iife'], name: 'yikeMedia' },
    },
  });
  // A script's `var` is the page's own; saying so keeps it when the page wraps what it evaluates.
  return `${output[0].code}\nglobalThis.yikeMedia = yikeMedia;`;
}
