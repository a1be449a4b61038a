import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from '../../scripts/pack/workspace.ts';

/** The spell-checked files: documents, and sources with their comments and messages. */
const READ = [
  '*.md',
  'docs/**/*.md',
  'packages/**/*.md',
  'packages/*/src/**/*.ts',
  'packages/*/src/**/*.tsx',
  'packages/*/build/**/*.ts',
  'scripts/**/*.ts',
  'scripts/**/*.mjs',
];

it('cspell finds no word that is misspelt; a new name goes into cspell.json', async () => {
  const files = execFileSync('git', ['ls-files', ...READ.map((glob) => `:(glob)${glob}`)], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const list = join(ROOT, 'node_modules/.cache/shoji-spelling.txt');
  mkdirSync(dirname(list), { recursive: true });
  writeFileSync(
    list,
    files
      .split('\n')
      .map((file) => file && join(ROOT, file))
      .join('\n'),
  );
  const { stdout } = await promisify(execFile)(
    join(ROOT, 'node_modules/.bin/cspell'),
    ['--no-progress', '--no-summary', '--file-list', list],
    { cwd: ROOT, maxBuffer: 64 * 2 ** 20 },
  ).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});
