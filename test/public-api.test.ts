import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const index = fileURLToPath(new URL('../packages/core/src/index.ts', import.meta.url));

/** The names that `@shoji/core` exports, each with the file that declares it. */
function exportedNames(): { name: string; file: string }[] {
  const exports = readFileSync(index, 'utf8').matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)';/g);
  return [...exports].flatMap(([, names = '', from = '']) =>
    names
      .split(',')
      .map((name) => name.replace('type ', '').trim())
      .filter((name) => name !== '')
      .map((name) => ({ name, file: join(dirname(index), from) })),
  );
}

it('has about forty names; all others are in the subpaths', () => {
  expect(exportedNames().length).toBeGreaterThan(30);
  expect(exportedNames().length).toBeLessThanOrEqual(45);
});

it.each(exportedNames())('$name is documented with an example', ({ name, file }) => {
  const source = readFileSync(file, 'utf8');
  const declared = new RegExp(`\\nexport (?:const|class|(?:async )?function|interface|type) ${name}\\b`).exec(
    source,
  );
  const before = source.slice(0, declared?.index ?? 0);
  const comment = before.slice(before.lastIndexOf('/**'));
  expect(comment).toContain('@example');
  expect(comment.trimEnd().endsWith('*/')).toBe(true);
});
