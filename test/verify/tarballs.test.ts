import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { filesIn } from '../../scripts/pack/build.ts';
import { moduleUrls } from '../../scripts/pack/module-urls.ts';
import { manifestSchema, publishedPackages, ROOT } from '../../scripts/pack/workspace.ts';
import { tarballOf } from './support/empty-folder.ts';

const packages = publishedPackages().map(({ folder, manifest }) => ({ ...manifest, folder }));
const withExports = packages.filter(({ exports }) => exports !== undefined);

describe.each(packages)('$name', ({ name, version }) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shoji-unpacked-'));
    execFileSync('tar', ['xzf', tarballOf(name, version), '-C', folder, '--strip-components=1']);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('holds README, LICENSE, NOTICE and a package.json that works outside the workspace', () => {
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['LICENSE', 'NOTICE', 'README.md', 'dist', 'package.json']),
    );
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    expect(text).not.toMatch(/@shoji\/source|workspace:|"devDependencies"|"scripts"|"private"/);
    expect(manifestSchema.parse(JSON.parse(text))).toMatchObject({
      engines: { node: expect.any(String) },
      sideEffects: false,
      license: 'Apache-2.0',
    });
  });

  it('holds no test, no TypeScript source and no source map', () => {
    const ours = filesIn(folder).map((file) => file.slice(folder.length + 1));
    expect(ours.filter((file) => /\.test|test-helper|(?<!\.d)\.tsx?$|\.map$|tsconfig/.test(file))).toEqual(
      [],
    );
  });

  it('holds every file that its modules read relative to import.meta.url', () => {
    const files = new Set(filesIn(folder));
    for (const file of files) {
      if (!file.endsWith('.js') || file.includes('/page/')) continue;
      for (const path of moduleUrls(readFileSync(file, 'utf8'), file)) {
        const target = join(dirname(file), path);
        expect(
          [...files].some((each) => each === target || each.startsWith(`${target.replace(/\/$/, '')}/`)),
          path,
        ).toBe(true);
      }
    }
  });

  it('names no path of this machine', () => {
    const places = [ROOT.replace(/\/$/, ''), homedir()].filter((place) => place.length > 1);
    for (const file of filesIn(folder)) {
      const text = readFileSync(file, 'latin1');
      expect(
        places.filter((place) => text.includes(`${place}/`)),
        file,
      ).toEqual([]);
    }
  });

  it('passes publint', async () => {
    const bytes = readFileSync(tarballOf(name, version));
    const tarball = new Uint8Array(bytes).buffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });
});

describe.each(withExports)('$name', ({ name, version }) => {
  it('has types that every ESM module resolution finds', async () => {
    const bytes = new Uint8Array(readFileSync(tarballOf(name, version)));
    const { problems } = z
      .object({ problems: z.array(z.object({ kind: z.string(), resolutionKind: z.string().optional() })) })
      .parse(await checkPackage(createPackageFromTarballData(bytes)));
    // The packages are ES modules only, so CommonJS and resolution without "exports" are not tested.
    const found = problems.filter(
      ({ resolutionKind = '' }) => !['node10', 'node16-cjs'].includes(resolutionKind),
    );
    expect(found).toEqual([]);
  });
});
