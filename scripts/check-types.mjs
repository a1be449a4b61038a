// Type-checks every package, every example, the tools of the site and the tests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url)).replaceAll('\\', '/');
/** Where the compiler keeps the results of its last run, so that the next one checks only what has changed. */
const cache = `${root}node_modules/.cache/types`;
const folders = ['packages', 'examples'].flatMap((folder) =>
  readdirSync(`${root}${folder}`).map((name) => `${folder}/${name}`),
);
const projects = [...folders, 'docs', 'test'].filter((path) => existsSync(`${root}${path}/tsconfig.json`));

/**
 * Projects for the same environment (their `types` and their module system) are one program: as separate programs,
 * each would check all packages below it again, which takes twice the CPU time.
 */
const programs = Map.groupBy(
  projects.map((path) => ({
    path,
    config: JSON.parse(readFileSync(`${root}${path}/tsconfig.json`, 'utf8')),
  })),
  ({ config: { compilerOptions } }) =>
    JSON.stringify([compilerOptions.types ?? [], compilerOptions.module ?? '']),
);

/** The configuration of a program: the options of all its projects. */
function merged(members) {
  return {
    extends: `${root}tsconfig.base.json`,
    compilerOptions: {
      ...Object.assign({}, ...members.map(({ config }) => config.compilerOptions)),
      lib: [...new Set(members.flatMap(({ config }) => config.compilerOptions.lib))],
    },
    include: members.flatMap(({ path, config }) =>
      config.include.map((pattern) => posix.join(root, path, pattern)),
    ),
  };
}

function check(members) {
  const [{ path }] = members;
  const name = path.replaceAll('/', '-');
  // Types are looked up from the folder of the configuration; a project alone may have types that only it depends on.
  let project = path;
  if (members.length > 1) {
    project = `${cache}/${name}.json`;
    writeFileSync(project, JSON.stringify(merged(members)));
  }
  const args = ['-p', project, '--incremental', '--tsBuildInfoFile', `${cache}/${name}.tsbuildinfo`];
  return (
    spawnSync('tsc', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0
  );
}

mkdirSync(cache, { recursive: true });
const failed = [...programs.values()].filter((members) => !check(members));
if (failed.length > 0) {
  console.error(
    `Type errors in ${failed
      .flat()
      .map(({ path }) => path)
      .join(', ')}.`,
  );
  process.exit(1);
}
