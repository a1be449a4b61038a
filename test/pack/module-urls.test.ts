import { describe, expect, it } from 'vitest';
import { moduleUrls, renamedDeclarationImports, renamedModuleUrls } from '../../scripts/pack/module-urls.ts';

describe('moduleUrls', () => {
  it('finds the paths that are resolved against the module', () => {
    const code = `const a = new URL('./worker.ts', import.meta.url);
      const b = new URL(
        "data/names.json",
        import.meta.url,
      );
      const require = createRequire(import.meta.url);`;
    expect(moduleUrls(code, 'x.js')).toEqual(['./worker.ts', 'data/names.json']);
  });

  it.each([
    'new URL("data/" + name, import.meta.url)',
    'names.map((name) => new URL(name, import.meta.url))',
    'join(import.meta.dirname, "data")',
    'import.meta.resolve("./data.json")',
  ])('refuses %s, whose path it cannot read', (code) => {
    expect(() => moduleUrls(code, 'x.js')).toThrow('x.js: write the path out');
  });
});

it('renames sources in those paths only', () => {
  const code = `new URL('./worker.ts', import.meta.url); new URL('page.css', import.meta.url); show('./worker.ts')`;
  expect(renamedModuleUrls(code)).toBe(
    `new URL('./worker.js', import.meta.url); new URL('page.css', import.meta.url); show('./worker.ts')`,
  );
});

it('renames relative imports of declarations', () => {
  const code = `import './a.ts'; export * from "../b.ts"; type C = import('./c.ts').C; import x from 'd.ts';`;
  expect(renamedDeclarationImports(code)).toBe(
    `import './a.js'; export * from "../b.js"; type C = import('./c.js').C; import x from 'd.ts';`,
  );
});
