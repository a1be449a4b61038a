import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../../scripts/pack/workspace.ts';
import { EmptyFolder, tarballsOf } from './support/empty-folder.ts';

const EXAMPLES = join(ROOT, 'examples');
const examples = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'package.json')));
const ranges = z.record(z.string(), z.string()).default({});
const manifestSchema = z.looseObject({ dependencies: ranges, devDependencies: ranges });

describe.each(examples)('examples/%s, outside the workspace', (example) => {
  let folder: EmptyFolder;
  beforeAll(async () => {
    folder = await EmptyFolder.make();
    cpSync(join(EXAMPLES, example), folder.path, {
      recursive: true,
      // An example's tsconfig.json is for the type check of the workspace.
      filter: (path) => !/node_modules|tsconfig\.json$/.test(path),
    });
    const path = join(folder.path, 'package.json');
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    const ours = Object.keys(all).filter((name) => all[name]?.startsWith('workspace:'));
    const without = (from: Record<string, string>) =>
      Object.fromEntries(Object.entries(from).filter(([name]) => !ours.includes(name)));
    const rest = {
      ...manifest,
      dependencies: without(manifest.dependencies),
      devDependencies: without(manifest.devDependencies),
    };
    await writeFile(path, JSON.stringify(rest));
    const { code, stderr } = await folder.run('npm', ['install', ...tarballsOf(ours)]);
    expect(code, stderr).toBe(0);
  });
  afterAll(() => folder.remove());

  it('passes its tests with the packed packages', async () => {
    const { code, stdout, stderr } = await folder.run('npm', ['test']);
    expect(code, stdout + stderr).toBe(0);
  });
});
