// Packs the sources that a reviewer needs to build the extension, into packages/extension/dist/shoji-source-VERSION.zip.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';

const root = fileURLToPath(new URL('../', import.meta.url));
/** The same sources give the same bytes. */
const TIME = new Date(2026, 0, 1);

/** The files of the repository that are packed: sources of both packages, and what an install reads of all others. */
const NEEDED = [
  /^(package\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|tsconfig\.base\.json|\.npmrc|LICENSE|NOTICE)$/,
  /^(packages|examples)\/[^/]+\/package\.json$/,
  /^(docs|test)\/package\.json$/,
  /^packages\/(core|extension)\/(?!store\/images\/|api\/)/,
  /^scripts\/(pnpm\.mjs|only-pnpm\.mjs|vite-source\.ts|source-condition\.ts|extension-package\.ts|extension-source\.ts)$/,
];
const LEFT_OUT = /\.test\.tsx?$|\.test-helper\.ts$|\/testing\/.*\.test|__snapshots__/;

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
const names = tracked.filter(
  (name) => NEEDED.some((needed) => needed.test(name)) && !LEFT_OUT.test(name) && existsSync(root + name),
);
const files: Zippable = {};
for (const name of names) files[name] = await readFile(root + name);
// Where a reviewer looks for it first.
files['BUILD.md'] = await readFile(`${root}packages/extension/store/BUILD.md`);

const { version }: { version: string } = JSON.parse(
  await readFile(`${root}packages/extension/package.json`, 'utf8'),
);
const path = `packages/extension/dist/shoji-source-${version}.zip`;
await mkdir(`${root}packages/extension/dist`, { recursive: true });
const zip = zipSync(files, { level: 9, mtime: TIME });
await writeFile(root + path, zip);
console.log(`${path}  ${names.length} files  ${(zip.length / 1000).toFixed(0)} kB`);
