import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../../scripts/pack/workspace.ts';

/** The versions of Node that packed packages are tried on. The last is the one that runs the tests. */
export const NODE_VERSIONS = { 20: '20.20.2', 22: '22.23.3', 24: process.versions.node } as const;

export type NodeVersion = keyof typeof NODE_VERSIONS;

/**
 * The folder that holds the program `node` of a version. Installed from the npm registry when it is first needed: the
 * package of this platform has the program itself, and no install script.
 */
export async function nodeFolder(version: NodeVersion): Promise<string> {
  const exact = NODE_VERSIONS[version];
  if (exact === process.versions.node) return dirname(process.execPath);
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(ROOT, 'node_modules/.cache/shoji-verify', `node-${exact}`);
  const program = join(folder, 'node_modules', name, 'bin');
  if (!existsSync(join(program, 'node'))) {
    const args = [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-audit',
      '--ignore-scripts',
      `${name}@${exact}`,
    ];
    await promisify(execFile)('npm', args);
  }
  return program;
}
