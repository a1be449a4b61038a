import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { SOURCE_CONDITION } from '../source-condition.ts';
import { moduleUrls, renamedDeclarationImports, renamedModuleUrls } from './module-urls.ts';
import { ROOT, type WorkspacePackage } from './workspace.ts';

/**
 * Compiles the code that the package's exports and commands reach into `dist`, with the files that this code reads. All
 * other code, such as tests, is left out. The packages that it depends on must have been built.
 */
export function buildDist(pack: WorkspacePackage): void {
  const src = join(pack.folder, 'src');
  const dist = join(pack.folder, 'dist');
  const entries = new Set(entriesOf(pack));
  for (let known = 0; known < entries.size; ) {
    known = entries.size;
    rmSync(dist, { recursive: true, force: true });
    compile(pack, [...entries], dist);
    for (const path of pathsUsed(src, dist)) if (path.endsWith('.ts')) entries.add(path);
  }
  for (const path of pathsUsed(src, dist)) {
    if (path.endsWith('.ts')) continue;
    if (!existsSync(path)) throw new Error(`${path} is named in a module of ${src}, and missing.`);
    if (isWithin(src, path)) cpSync(path, join(dist, relative(src, path)), { recursive: true });
    else if (!pack.manifest.files?.some((file) => isWithin(join(pack.folder, file), path)))
      throw new Error(
        `${path} is read from ${src}, and "files" of its package.json does not have it packed.`,
      );
  }
  for (const file of filesIn(dist)) {
    const code = readFileSync(file, 'utf8');
    if (file.endsWith('.d.ts')) writeFileSync(file, renamedDeclarationImports(code));
    else if (file.endsWith('.js')) writeFileSync(file, renamedModuleUrls(code));
  }
}

function isWithin(folder: string, path: string): boolean {
  return !relative(folder, path).startsWith('..');
}

/** The source files of the package's exports and commands. */
function entriesOf({ folder, manifest }: WorkspacePackage): string[] {
  const exported = Object.values(manifest.exports ?? {}).flatMap((target) =>
    typeof target === 'string' ? [] : (target[SOURCE_CONDITION] ?? []),
  );
  const commands = Object.values(manifest.bin ?? {}).map((path) =>
    path.replace(/^(\.\/)?dist\/(.+)\.js$/, 'src/$2.ts'),
  );
  return [...exported, ...commands].map((path) => join(folder, path));
}

function compile({ folder, manifest }: WorkspacePackage, files: readonly string[], dist: string): void {
  mkdirSync(dist, { recursive: true });
  const config = join(dist, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(folder, 'tsconfig.json'),
      compilerOptions: {
        // Other packages resolve to their declarations, as for their users.
        customConditions: [],
        noEmit: false,
        noEmitOnError: true,
        // A package without exports, such as the command, needs no declarations.
        declaration: manifest.exports !== undefined,
        stripInternal: true,
        rewriteRelativeImportExtensions: true,
        rootDir: join(folder, 'src'),
        outDir: dist,
      },
      include: [],
      files,
    }),
  );
  const { status } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', config], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  rmSync(config);
  if (status !== 0) throw new Error(`${folder} does not compile.`);
}

/** Absolute source paths that the modules in `dist` resolve against their own addresses. */
function pathsUsed(src: string, dist: string): string[] {
  return filesIn(dist)
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => {
      const from = dirname(join(src, relative(dist, file)));
      return moduleUrls(readFileSync(file, 'utf8'), file).map((path) => resolve(from, path));
    });
}

export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
