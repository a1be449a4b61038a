// Type-checks every package, every example, the tools of the site and the tests, one after another: the compiler uses several cores.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['packages', 'examples'].flatMap((folder) =>
  readdirSync(`${root}/${folder}`).map((name) => `${folder}/${name}`),
);
const projects = [...folders, 'docs', 'test'].filter((path) => existsSync(`${root}/${path}/tsconfig.json`));
/** Where the compiler keeps the results of its last run, so that the next one checks only what has changed. */
const known = (path) => `${root}/node_modules/.cache/types/${path.replaceAll('/', '-')}.tsbuildinfo`;
const failed = projects.filter(
  (path) =>
    spawnSync('tsc', ['-p', path, '--incremental', '--tsBuildInfoFile', known(path)], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    }).status !== 0,
);
if (failed.length > 0) {
  console.error(`Type errors in ${failed.join(', ')}.`);
  process.exit(1);
}
