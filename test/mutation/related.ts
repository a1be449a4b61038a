import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { SOURCE_CONDITION } from '../../scripts/source-condition.ts';
import { imports } from './syntax.ts';

/** How many tests of a package are run for a mutant that the test beside the file did not notice. */
const NEAREST = 12;

/** Which tests load a module, by the imports of every module of the workspace. */
export interface Related {
  /** The tests beside a module: `screen.test.ts` and `screen.property.test.ts` for `screen.ts`. */
  beside(file: string): string[];
  /** The other tests of the module's package that load it, the nearest import first, and no more than twelve. */
  nearest(file: string): string[];
  /** Tests beyond the package, by what the module is for. */
  further(file: string): string[];
}

/**
 * Reads the imports of `files`, which are relative to `root`. Packages are found by their `package.json`.
 * @param further Which tests beyond its package a module has; none when left out.
 */
export function createRelated(
  root: string,
  files: readonly string[],
  further: (file: string) => string[] = () => [],
): Related {
  const known = new Set(files);
  const packages = files.filter((file) => /^packages\/[^/]+\/package\.json$/.test(file));
  const entries = new Map(packages.flatMap((file) => [...entriesOf(root, file)]));
  const importers = new Map<string, string[]>();
  for (const file of files) {
    if (!/\.tsx?$/.test(file)) continue;
    for (const specifier of imports(file, readFileSync(join(root, file), 'utf8'))) {
      const target = specifier.startsWith('.')
        ? toSlashes(relative(root, resolve(root, dirname(file), specifier)))
        : entries.get(specifier);
      if (target && known.has(target)) importers.set(target, [...(importers.get(target) ?? []), file]);
    }
  }
  const beside = (file: string) => {
    const stem = file.replace(/\.tsx?$/, '');
    return files.filter((other) => other.startsWith(`${stem}.`) && isTest(other));
  };
  return {
    beside,
    further,
    nearest(file) {
      const room = file.split('/').slice(0, 2).join('/');
      const known = new Set(beside(file));
      const seen = new Set([file]);
      const found: string[] = [];
      for (let ring = [file]; ring.length > 0 && found.length < NEAREST; ) {
        ring = ring.flatMap((one) => importers.get(one) ?? []).filter((one) => one.startsWith(`${room}/`));
        ring = [...new Set(ring)].filter((one) => !seen.has(one)).toSorted();
        for (const one of ring) seen.add(one);
        found.push(...ring.filter((one) => isTest(one) && !known.has(one)));
      }
      return found.slice(0, NEAREST);
    },
  };
}

/** Whether a file is one that Vitest runs. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file);
}

/** `@shoji/core/text` → `packages/core/src/text/index.ts`, for every entry of a package that has sources. */
function entriesOf(root: string, file: string): Map<string, string> {
  const read: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'));
  const found = new Map<string, string>();
  if (!isRecord(read) || typeof read.name !== 'string' || !isRecord(read.exports)) return found;
  for (const [path, target] of Object.entries(read.exports)) {
    const source = isRecord(target) ? target[SOURCE_CONDITION] : undefined;
    if (typeof source === 'string')
      found.set(read.name + path.slice(1), toSlashes(join(dirname(file), source)));
  }
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function toSlashes(path: string): string {
  return path.split(sep).join('/');
}
