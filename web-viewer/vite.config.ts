import { existsSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds the hall. */
const hall = process.env.YIKE_HALL ?? 'http://127.0.0.1:8080';
const toHall = { target: hall, changeOrigin: true, ws: true };

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'field.html'].filter((page) => existsSync(page)) },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': toHall, '/ws': toHall, '/whip': toHall, '/whep': toHall, '/basemap.pmtiles': toHall },
  },
  test: { include: ['src/**/*.test.ts'] },
});
