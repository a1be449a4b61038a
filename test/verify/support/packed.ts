import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { ROOT } from '../../../scripts/pack/workspace.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that holds the tarball of every published package. */
    tarballs: string;
    /** A folder of caches for the installs of one run; empty at its start. */
    cache: string;
  }
}

/** Packs every package once for all files of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'shoji-packed-'));
  const tarballs = join(folder, 'tarballs');
  // As a person packs: under Vitest's own NODE_ENV, Vite would build the page for debugging.
  const { NODE_ENV: _, ...env } = process.env;
  await promisify(execFile)('npm', ['run', '-s', 'pack:all', '--', '--out', tarballs], { cwd: ROOT, env });
  project.provide('tarballs', tarballs);
  project.provide('cache', join(folder, 'cache'));
  return () => rm(folder, { recursive: true });
}
