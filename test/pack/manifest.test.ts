import { describe, expect, it } from 'vitest';
import { packedManifest } from '../../scripts/pack/manifest.ts';
import { noticeFor } from '../../scripts/pack/notice.ts';
import { type Manifest, publishedPackages } from '../../scripts/pack/workspace.ts';

const core: Manifest = {
  name: '@shoji/core',
  version: '1.2.3',
  description: 'the engine',
  license: 'Apache-2.0',
  engines: { node: '>=20' },
  files: ['dist'],
  sideEffects: false,
};
const proxy: Manifest = {
  ...core,
  name: '@shoji/edge-proxy',
  private: false,
  scripts: { build: 'make' },
  devDependencies: { vitest: '1.0.0' },
  dependencies: { '@shoji/core': 'workspace:*', hono: '4.0.0' },
  exports: {
    '.': { '@shoji/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
  },
};
const all = [core, proxy].map((manifest) => ({ folder: '', manifest }));

describe('packedManifest', () => {
  it('removes everything that only works in the workspace', () => {
    const packed = packedManifest(proxy, all);
    expect(packed.exports).toEqual({
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    });
    expect(packed.dependencies).toEqual({ '@shoji/core': '1.2.3', hono: '4.0.0' });
    for (const field of ['private', 'scripts', 'devDependencies']) expect(packed).not.toHaveProperty(field);
  });

  it('refuses a package without engines', () => {
    const { engines: _, ...rest } = proxy;
    expect(() => packedManifest(rest, all)).toThrow('@shoji/edge-proxy: package.json has no "engines"');
  });

  it('refuses a dependency that is not published', () => {
    expect(() => packedManifest(proxy, all.slice(1))).toThrow(
      'depends on @shoji/core, which is not published',
    );
  });
});

it('sorts packages after those that they depend on', () => {
  const names = publishedPackages().map(({ manifest }) => manifest.name);
  const at = (name: string) => names.indexOf(name);
  expect(at('@shoji/core')).toBe(0);
  expect(at('@shoji/edge-proxy')).toBeGreaterThan(at('@shoji/pixels'));
  expect(at('@shoji/cli')).toBeGreaterThan(at('@shoji/edge-proxy'));
  expect(names).not.toContain('@shoji/extension');
});

describe('noticeFor', () => {
  const notice =
    'Shoji\nLicensed.\n\nIn the repository:\n\nA, MIT\n  packages/core/a\n\nB, MIT\n  packages/cli/b\n';

  it('has the head and the paragraphs that name a path of the package', () => {
    const packed = noticeFor('core', notice);
    expect(packed).toContain('Shoji\nLicensed.\n\nWhat follows');
    expect(packed).toContain('A, MIT');
    expect(packed).not.toContain('B, MIT');
    expect(packed).not.toContain('In the repository');
  });

  it('is only the head for a package without third-party parts', () => {
    expect(noticeFor('capacity', notice)).toBe('Shoji\nLicensed.\n');
  });
});
