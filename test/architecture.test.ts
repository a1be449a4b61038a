import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Module {
  /** Path from the repository's root. */
  readonly file: string;
  readonly lines: number;
  /** What it imports: repository paths for relative imports, package names with subpaths for the others. */
  readonly imports: readonly string[];
}

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]+)['"]/g;

function modulesOf(folder: string): Module[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        /\.(ts|tsx)$/.test(name) &&
        !/(node_modules\/.*|\.test\.tsx?|\.test-helper\.ts|\.generated\.ts|\.d\.ts)$/.test(name),
    )
    .map((name) => {
      const file = join(folder, name);
      const text = readFileSync(join(root, file), 'utf8');
      const imports = [...text.matchAll(IMPORT)].map(([, target = '']) =>
        target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target,
      );
      return { file, lines: text.split('\n').length, imports };
    });
}

const core = modulesOf('packages/core/src');
const proxy = modulesOf('packages/edge-proxy/src');
const extension = modulesOf('packages/extension/src');
const all = [...core, ...proxy, ...extension];

/** Imports, as `file → target`, that `isWrong` objects to. */
function wrongImports(
  modules: readonly Module[],
  isWrong: (target: string, file: string) => boolean,
): string[] {
  return modules.flatMap(({ file, imports }) =>
    imports.filter((target) => isWrong(target, file)).map((target) => `${file} → ${target}`),
  );
}

/** The layer of a path: the first entry of `layers` (lowest first) that has a prefix of it; -1 for none. */
function layerOf(path: string, layers: readonly (readonly string[])[]): number {
  return layers.findIndex((prefixes) => prefixes.some((prefix) => path.startsWith(prefix)));
}

function upwardImports(
  modules: readonly Module[],
  base: string,
  layers: readonly (readonly string[])[],
): string[] {
  const placed = layers.map((names) => names.map((name) => join(base, name)));
  return wrongImports(modules, (target, file) => {
    const [from, to] = [layerOf(file, placed), layerOf(target, placed)];
    return from >= 0 && to > from;
  });
}

describe('core', () => {
  it('is pure: it imports nothing but itself and zod/mini', () => {
    const outside = (target: string) => !target.startsWith('packages/core/src/') && target !== 'zod/mini';
    expect(wrongImports(core, outside)).toEqual([]);
  });

  it('imports downwards only', () => {
    const layers = [['policy/', 'text/'], ['prompt/', 'image/'], ['generation/'], ['conformance/']];
    expect(upwardImports(core, 'packages/core/src', layers)).toEqual([]);
  });
});

describe('edge-proxy', () => {
  it('imports downwards only', () => {
    const layers = [
      ['pixels/', 'guard/', 'access/'],
      ['providers/'],
      ['api/', 'dialects/'],
      ['app.ts', 'config.ts'],
      ['runtime/', 'dataset/', 'classifier/'],
      ['cli/'],
    ];
    expect(upwardImports(proxy, 'packages/edge-proxy/src', layers)).toEqual([]);
  });

  it('touches sharp in pixels/ alone', () => {
    const elsewhere = (target: string, file: string) => target === 'sharp' && !file.includes('/src/pixels/');
    expect(wrongImports(all, elsewhere)).toEqual([]);
  });

  it('loads ONNX Runtime in the one module that switches its telemetry off', () => {
    const home = 'packages/edge-proxy/src/providers/embedded/onnx-runtime.ts';
    const others = ['test', 'scripts', 'examples'].flatMap(modulesOf);
    const elsewhere = (target: string, file: string) => target.startsWith('onnxruntime') && file !== home;
    expect(wrongImports([...all, ...others], elsewhere)).toEqual([]);
  });

  it('speaks to AWS in providers/aws/ alone', () => {
    const elsewhere = (target: string, file: string) =>
      target.startsWith('@aws-sdk/') && !file.includes('/providers/aws/');
    expect(wrongImports(all, elsewhere)).toEqual([]);
  });
});

describe('dialects', () => {
  it('make every answer where its headers are set', () => {
    const folders = ['packages/edge-proxy/src/dialects/', 'packages/edge-proxy/src/dialect-kit/'];
    const makers = proxy
      .filter(({ file }) => folders.some((folder) => file.startsWith(folder)))
      .filter(({ file }) =>
        /\bResponse\.json\(|\bnew Response\(/.test(readFileSync(join(root, file), 'utf8')),
      )
      .map(({ file }) => file.split('/').at(-1));
    // The form reader lets the runtime parse what a client sent.
    expect(makers).toEqual(['answer-body.ts', 'read-form.ts']);
  });
});

describe('extension', () => {
  it('has doors that import the screen, and a screen that imports no door', () => {
    const door = /^packages\/extension\/src\/(popup|sidepanel|page|options|background)\//;
    const wrong = (target: string, file: string) =>
      file.startsWith('packages/extension/src/screen/') && door.test(target);
    expect(wrongImports(extension, wrong)).toEqual([]);
  });

  it('imports no Node module', () => {
    expect(wrongImports(extension, (target) => target.startsWith('node:'))).toEqual([]);
  });
});

describe('everywhere', () => {
  it('opens unscreened pictures only where they are decoded or judged', () => {
    const places = [
      'packages/core/src/generation/',
      'packages/core/src/conformance/',
      'packages/core/src/image/',
    ];
    const outer = ['packages/edge-proxy/src/pixels/', 'packages/edge-proxy/src/providers/'];
    const opens = (target: string) =>
      target === '@shoji/core/unseal' || target === 'packages/core/src/image/unseal.ts';
    const wrong = (target: string, file: string) =>
      opens(target) && ![...places, ...outer].some((place) => file.startsWith(place));
    expect(wrongImports(all, wrong)).toEqual([]);
    const names = readFileSync(join(root, 'packages/core/src/index.ts'), 'utf8');
    expect(names).not.toMatch(/openUnscreened|openShown|openJudged/);
  });

  it('has files that can be read in one sitting', () => {
    expect(
      all.filter(({ lines }) => lines > 400).map(({ file, lines }) => `${file}: ${lines} lines`),
    ).toEqual([]);
  });
});
