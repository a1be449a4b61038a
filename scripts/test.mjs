// Runs every test but those of `npm run verify`, which also runs the examples, from packed packages. Everything that the
// tests load is built first; types and style are checked meanwhile and beside the tests, which leave the processor idle
// while they wait for browsers and servers. Arguments go to Vitest.
//
// `npm test` starts this by another `npm run`: a shell that has just found the system's Node for the set-up would take
// it again, and not the pinned one that the set-up has installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

/** Runs scripts of `package.json` one after another, up to the first that fails. Resolves to what they wrote. */
async function scripts(...names) {
  const child = spawn(names.map((name) => `npm run -s ${name} 2>&1`).join(' && '), {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { output, passed: code === 0 };
}

/** Prints what failed, so that it is the last thing on the screen, and ends. */
function fail({ output }) {
  console.error(output);
  process.exit(1);
}

const checked = scripts('check');
const built = await scripts('build:page', 'build:extension');
if (!built.passed) fail(built);
const tests = spawn(
  process.execPath,
  [VITEST, 'run', '--project=!slow', '--project=!verify', '--project=!examples', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
const tested = once(tests, 'close');
// Code with a type error is not tested.
checked.then(({ passed }) => {
  if (!passed) tests.kill();
});
const [code] = await tested;
const result = await checked;
if (!result.passed) fail(result);
process.exit(code ?? 1);
