// Type-checks every package, every example, the tools of the site and the tests, one after another: the compiler uses several cores.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['packages', 'examples'].flatMap((folder) =>
  readdirSync(`${root}/${folder}`).map((name) => `${folder}/${name}`),
);
const projects = [...folders, 'docs', 'test'].filter((path) => existsSync(`${root}/${path}/tsconfig.json`));
const failed = projects.filter(
  (path) =>
    spawnSync('tsc', ['-p', path], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
      .status !== 0,
);
if (failed.length > 0) {
  console.error(`Type errors in ${failed.join(', ')}.`);
  process.exit(1);
}
