import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../../scripts/pack/workspace.ts';

const run = promisify(execFile);
// As a person builds: under Vitest's own NODE_ENV, Vite would build for debugging.
const { NODE_ENV: _, ...env } = process.env;

/** The files of a folder with their contents. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = async (path: string) => [path.slice(folder.length), await readFile(path, 'base64')] as const;
  return new Map(await Promise.all(paths.sort().map(read)));
}

it('the source archive of the extension builds the same bytes in an empty folder, as its note says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shoji-source-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  await run('npm', ['run', '-s', 'build:extension'], { cwd: ROOT, env });
  const { stdout } = await run('npm', ['run', '-s', 'package:source'], { cwd: ROOT, env });
  const archive = unzipSync(await readFile(join(ROOT, stdout.split(' ')[0] ?? '')));
  expect(Object.keys(archive)).toContain('BUILD.md');
  expect(Object.keys(archive).filter((name) => /\.test\.tsx?$/.test(name))).toEqual([]);
  for (const [name, bytes] of Object.entries(archive)) {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  const note = await readFile(join(folder, 'BUILD.md'), 'utf8');
  const [, commands = ''] = /```sh\n([\s\S]*?)```/.exec(note) ?? [];
  await run('sh', ['-ec', commands], { cwd: folder, env: { ...env, npm_config_prefer_offline: 'true' } });
  for (const browser of ['firefox', 'chromium']) {
    const built = await filesOf(join(folder, 'packages/extension/dist', browser));
    expect(built.size).toBeGreaterThan(10);
    expect(built).toEqual(await filesOf(join(ROOT, 'packages/extension/dist', browser)));
  }
});
