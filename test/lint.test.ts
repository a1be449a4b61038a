/** The project's lint rules, which `npm run check` applies. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');

/** The lines of a source that the project's rules report, beginning with 0. */
function flagged(lines: readonly string[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'shoji-lint-'));
  try {
    const file = join(folder, 'sample.ts');
    writeFileSync(file, lines.join('\n'));
    // Biome asks Git only about files below the folder of its configuration.
    const options = [`--config-path=${root}`, '--vcs-enabled=false', '--reporter=github', file];
    const { stdout } = spawnSync(process.execPath, [biome, 'lint', ...options], { encoding: 'utf8' });
    return [...stdout.matchAll(/title=plugin,file=[^,]*,line=(\d+)/g)].map(([, line]) => Number(line) - 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const hole = ['$', '{value}'].join('');

it('refuses a variable as replacement string, in which $& has a meaning', () => {
  const wrong = [
    "text.replaceAll('a', value);",
    "text.replace('a', value);",
    'text.replace(/a/g, value);',
    "text?.replaceAll('a', value);",
    "text.trim().replace('a', value.trim());",
    `text.replaceAll('a', \`b${hole}\`);`,
    "text.replaceAll('a', '$$');",
  ];
  const right = [
    "text.replaceAll('a', () => value);",
    'text.replace(/a/g, (found) => found + value);',
    "text.replaceAll('a', 'b');",
    'text.replaceAll("a", "");',
    "text.replace(/a/g, '$&$&');",
  ];
  expect(flagged([...wrong, ...right])).toEqual(wrong.map((_, line) => line));
});
