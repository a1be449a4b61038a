import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createRelated } from './related.ts';

const root = mkdtempSync(join(tmpdir(), 'related-'));
afterAll(() => rmSync(root, { recursive: true }));

function related(files: Readonly<Record<string, string>>) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return createRelated(root, Object.keys(files));
}

it('finds the tests beside a module, then those of its package that load it, the nearest first', () => {
  const found = related({
    'packages/a/src/a.ts': 'export const a = 1;',
    'packages/a/src/a.test.ts': "import { a } from './a.ts';",
    'packages/a/src/a.property.test.ts': '',
    'packages/a/src/ab.test.ts': "import './index.ts';",
    'packages/a/src/b.ts': "export { a } from './a.ts';",
    'packages/a/src/b.test.ts': "await import('./b.ts');",
    'packages/a/src/c.test.ts': "import type { a } from './a.ts';\nexport {};",
    'packages/a/src/d.test.ts': "import { type a, b } from './b.ts';",
    'packages/a/src/index.ts': "export * from './b.ts';",
    'packages/b/src/b.test.ts': "import { a } from '../../a/src/a.ts';",
  });
  expect(found.beside('packages/a/src/a.ts')).toEqual([
    'packages/a/src/a.test.ts',
    'packages/a/src/a.property.test.ts',
  ]);
  expect(found.nearest('packages/a/src/a.ts')).toEqual([
    'packages/a/src/b.test.ts',
    'packages/a/src/d.test.ts',
    'packages/a/src/ab.test.ts',
  ]);
});

it('follows a package that imports itself by its name', () => {
  const found = related({
    'packages/a/package.json':
      '{ "name": "@x/a", "exports": { ".": { "@shoji/source": "./src/index.ts" }, "./b": { "@shoji/source": "./src/b.ts" } } }',
    'packages/a/src/index.ts': '',
    'packages/a/src/b.ts': '',
    'packages/a/src/c.test.ts': "import {} from '@x/a';",
    'packages/a/src/d.test.ts': "import * as b from '@x/a/b';",
  });
  expect(found.nearest('packages/a/src/index.ts')).toEqual(['packages/a/src/c.test.ts']);
  expect(found.nearest('packages/a/src/b.ts')).toEqual(['packages/a/src/d.test.ts']);
});
