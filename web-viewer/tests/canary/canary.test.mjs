// Whether svelte-check finds anything at all: with some versions of TypeScript it has found nothing, silently.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it('finds the one mistake in a component that is wrong on purpose', { timeout: 120_000 }, () => {
  const check = join(root, 'node_modules/svelte-check/bin/svelte-check');
  const arguments_ = [
    check,
    '--workspace',
    import.meta.dirname,
    '--tsconfig',
    './tsconfig.json',
    '--output',
    'machine',
  ];
  const { status, stdout } = spawnSync(process.execPath, arguments_, { encoding: 'utf8' });
  expect(stdout).toMatch(/ERROR "Wrong\.svelte" 3:\d+ "Type 'string' is not assignable to type 'number'\."/);
  expect(stdout).toMatch(/ 1 ERRORS /);
  expect(status).toBe(1);
});
