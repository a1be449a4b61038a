import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noticeOf } from './notice.ts';
import { type Manifest, ROOT, type WorkspacePackage } from './workspace.ts';

/**
 * Lays a package out in `target` as it is packed: `manifest`, what its `files` name, README, LICENSE and NOTICE.
 * @throws Error when one of them is missing.
 */
export function layOut(pack: WorkspacePackage, manifest: Manifest, target: string): void {
  const files = manifest.files ?? [];
  mkdirSync(target, { recursive: true });
  for (const name of ['README.md', ...files]) {
    const path = join(pack.folder, name);
    if (!existsSync(path)) throw new Error(`${manifest.name}: ${name} is missing.`);
    cpSync(path, join(target, name), { recursive: true });
  }
  cpSync(join(ROOT, 'LICENSE'), join(target, 'LICENSE'));
  writeFileSync(join(target, 'NOTICE'), noticeOf(pack));
  // npm always packs README and LICENSE, but NOTICE only if `files` names it.
  const packed = { ...manifest, files: [...files, 'NOTICE'] };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(packed, undefined, 2)}\n`);
}

/** Packs each of `folders` into `out` with npm. */
export function packFolders(folders: readonly string[], out: string): void {
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', out, ...folders];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
}
