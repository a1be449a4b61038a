import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Block, blocksOf, documents } from './blocks.ts';
import { SHOJI } from './commands.ts';
import { rootPath } from './paths.ts';

const exec = promisify(execFile);
const folder = rootPath('docs/.build/blocks');

/** A block of TypeScript and the file it was written to. */
export interface Written {
  readonly block: Block;
  readonly file: string;
}

/**
 * Writes the blocks that can be checked to files where imports of the workspace's packages resolve: each `ts` block, and
 * each `sh` block that is marked `run`.
 */
export function writeBlocks(): Written[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const blocks = documents().flatMap(blocksOf);
  return blocks
    .filter(({ language, run }) => language === 'ts' || (language === 'sh' && run))
    .map((block) => {
      const code = absolute(block);
      const name = block.at.replace(/\.md/, '').replaceAll(/[^\w-]/g, '-');
      const file = `${folder}/${name}.${block.language}`;
      // A block without an import or export is a module, too: its names must not meet those of others.
      const isModule = block.language === 'sh' || /^(import|export) /m.test(code);
      writeFileSync(file, isModule ? code : `${code}\nexport {};\n`);
      return { block, file };
    });
}

/** A block's code with its relative imports, which are relative to the document, as absolute paths. */
function absolute({ at, code }: Block): string {
  const folder = dirname(rootPath(at));
  return code.replaceAll(/(?<=\bfrom ')\.{1,2}\/[^']+/g, (path) => join(folder, path));
}

/**
 * Type-checks all written blocks with the project's own compiler.
 * @returns One complaint a line, with the place in the document; empty when all blocks compile.
 */
export async function typeErrors(written: readonly Written[]): Promise<string[]> {
  const tsc = rootPath('node_modules/typescript/bin/tsc');
  const output = await exec(process.execPath, [
    tsc,
    '-p',
    rootPath('docs/tsconfig.blocks.json'),
    '--pretty',
    'false',
  ]).then(
    () => '',
    (error: unknown) => (error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)),
  );
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const found = written.find(({ file }) => line.includes(file.slice(file.lastIndexOf('/') + 1)));
      return found ? `${found.block.at}: ${line.replace(/^.*?\.ts/, '')}` : line;
    });
}

/** The output and the exit code of a program. */
export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs a block that is marked `run`: TypeScript with Node, and a shell block with the command `shoji` on its path. */
export async function runBlock({ block, file }: Written): Promise<Ran> {
  const ts = block.language === 'ts';
  const args = ts ? ['--conditions=@shoji/source', file] : ['-e', file];
  return exec(ts ? process.execPath : 'sh', args, {
    cwd: folder,
    env: { ...process.env, PATH: `${writeShoji()}:${process.env.PATH}` },
  }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: unknown) => ({ code: 1, output: `${block.at}: ${String(error)}` }),
  );
}

/** Writes the command `shoji` of this checkout, and returns its folder. */
function writeShoji(): string {
  const bin = rootPath('docs/.build/bin');
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh\nexec "${process.execPath}" --conditions=@shoji/source "${SHOJI}" "$@"\n`;
  writeFileSync(`${bin}/shoji`, script, { mode: 0o755 });
  return bin;
}
