import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { publishedPackages } from '../../../scripts/pack/workspace.ts';
import { type NodeVersion, nodeFolder } from './node-versions.ts';

/** Settings that a machine may need to reach the registry. */
const REGISTRY = /^(NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy|npm_config_registry)$/i;

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder outside the workspace with an empty home, as for a first installation of Shoji. */
export class EmptyFolder {
  /** Absolute path. */
  readonly path: string;
  readonly #home: string;

  private constructor(path: string, home: string) {
    this.path = path;
    this.#home = home;
  }

  static async make(): Promise<EmptyFolder> {
    const root = await mkdtemp(join(tmpdir(), 'shoji-stranger-'));
    const [path, home] = [join(root, 'project'), join(root, 'home')];
    await mkdir(path);
    await mkdir(home);
    return new EmptyFolder(path, home);
  }

  /** `npm install` of packed packages, with the packed ones that they depend on; `more` are other packages, and flags. */
  async install(packages: readonly string[], more: readonly string[] = []): Promise<Ran> {
    const ran = await this.run('npm', ['install', ...tarballsOf(packages), ...more]);
    if (ran.code !== 0) throw new Error(`npm install failed:\n${ran.stderr}`);
    return ran;
  }

  /** Runs a program to its end, on one version of Node. */
  async run(command: string, args: readonly string[], version: NodeVersion = 24): Promise<Ran> {
    const child = await this.start(command, args, version);
    child.stdin.end();
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    return { code, stdout, stderr };
  }

  async start(
    command: string,
    args: readonly string[],
    version: NodeVersion = 24,
  ): Promise<ChildProcessWithoutNullStreams> {
    const { PATH = '' } = process.env;
    // Programs of the workspace must not be found instead of the installed ones.
    const system = PATH.split(delimiter).filter((folder) => !folder.includes('node_modules'));
    return spawn(command, args, {
      cwd: this.path,
      env: {
        PATH: [await nodeFolder(version), ...system].join(delimiter),
        HOME: this.#home,
        npm_config_cache: inject('cache'),
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => REGISTRY.test(name))),
      },
    });
  }

  remove(): Promise<void> {
    return rm(join(this.path, '..'), { recursive: true });
  }
}

/** Paths of the tarballs of these packages, and of the published packages that they need. */
export function tarballsOf(names: readonly string[]): string[] {
  const all = publishedPackages();
  const needed = new Set<string>();
  const add = (name: string) => {
    const found = all.find(({ manifest }) => manifest.name === name);
    if (!found || needed.has(name)) return;
    needed.add(name);
    const { dependencies, optionalDependencies } = found.manifest;
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) add(each);
  };
  for (const name of names) add(name);
  return all
    .filter(({ manifest }) => needed.has(manifest.name))
    .map(({ manifest }) => tarballOf(manifest.name, manifest.version));
}

export function tarballOf(name: string, version: string): string {
  return join(inject('tarballs'), `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
}
