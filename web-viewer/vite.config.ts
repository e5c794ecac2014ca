import { gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds the hall. */
const hall = process.env.YIKE_HALL ?? 'http://127.0.0.1:8080';
const toHall = { target: hall, changeOrigin: true, ws: true };

/** KiB of gzipped JavaScript at most: what each page needs before it shows anything, and what the map adds. */
const BUDGETS: Record<string, number> = { index: 110, field: 50, 'district-map': 300 };

/** Fails the build when a page outgrows its budget. */
function budget(): Plugin {
  return {
    name: 'budget',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      /** The bytes of `name` with all it imports, but for what is `loaded` already. */
      const bytes = (name: string, loaded: Set<string>): number => {
        const chunk = bundle[name];
        if (loaded.has(name) || chunk?.type !== 'chunk') return 0;
        loaded.add(name);
        return chunk.imports.reduce((sum, each) => sum + bytes(each, loaded), gzipSync(chunk.code).length);
      };
      const console = new Set<string>();
      for (const { name, fileName, isEntry } of chunks) if (name === 'index' && isEntry) bytes(fileName, console);
      for (const { name, fileName, isEntry } of chunks) {
        const limit = BUDGETS[name];
        if (limit === undefined) continue;
        const kib = bytes(fileName, isEntry ? new Set() : console) / 1024;
        if (kib > limit) this.error(`${fileName} needs ${kib.toFixed(1)} KiB of JavaScript, more than ${limit}`);
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), budget()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'field.html'] },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': toHall,
      '/ws': toHall,
      '/whip': toHall,
      '/whep': toHall,
      '/recordings': toHall,
      '/basemap.pmtiles': toHall,
    },
  },
  test: { include: ['src/**/*.test.ts', 'tests/**/*.test.mjs'] },
});
