import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SOURCE_ARGS } from './scripts/source-condition.ts';
import { SOURCE_RESOLVE } from './scripts/vite-source.ts';

// A slow or busy machine is no failure: what is sure to come may take a while. These are no limits on speed.
const unit = { testTimeout: 60_000, expect: { poll: { timeout: 30_000 } } };
/** Browsers and servers: a test there waits for several things that may take a minute each. */
const across = { testTimeout: 300_000, hookTimeout: 180_000, expect: { poll: { timeout: 60_000 } } };

/** Packages whose tests leave state in modules, so that each of their files needs a worker. */
const ISOLATED = 'packages/{aws,embedded}/{src,build}/**/*.test.ts';

/** Files that take too long for `npm test`; `npm run verify` runs them. */
const SLOW = [
  'packages/pixels/src/blur-words.test.ts',
  'test/browser/accessible.test.ts',
  'test/browser/foreign-pages.test.ts',
  'test/browser/uncovered.test.ts',
  'test/classifier/train.test.ts',
  'test/clients/paid-once.test.ts',
  'test/dataset/kill.test.ts',
  'test/dataset/nested-archives.test.ts',
  'test/dataset/queue-loss.test.ts',
  'test/dataset/stop.test.ts',
  'test/extension/accessible.test.ts',
  'test/extension/firefox.test.ts',
  'test/extension/pictures.test.ts',
  'test/extension/text-boxes.test.ts',
  'test/extension/uncovered.test.ts',
  'test/mutation/try-mutants.test.ts',
  'test/onnx-builds.test.ts',
  'test/phones-home/**/*.test.ts',
  'test/prompt/worst-cases.test.ts',
  'test/smuggling/conformance.test.ts',
];
const NOT_HERE = ['**/node_modules/**', ...SLOW];

export default defineConfig({
  ...SOURCE_RESOLVE,
  test: {
    // Tests wait for browsers, servers and retries much of the time: two files more than there are cores.
    maxWorkers: availableParallelism() + 2,
    // Modules that tests import natively, and programs that they start, resolve to the sources too.
    execArgv: [...SOURCE_ARGS],
    projects: [
      // To load the modules of the proxy anew for each file takes two thirds of the CPU time of its tests, and as another
      // project for each package half as much again.
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['packages/*/{src,build}/**/*.test.ts'],
          exclude: [...NOT_HERE, ISOLATED],
          isolate: false,
          ...unit,
        },
      },
      { extends: true, test: { name: 'isolated', include: [ISOLATED], ...unit } },
      {
        extends: true,
        test: {
          name: 'screen',
          environment: 'happy-dom',
          setupFiles: ['packages/extension/src/testing/dom.ts'],
          include: ['packages/*/src/**/*.test.tsx'],
          // To make a document for each file takes longer than the tests in it.
          isolate: false,
          ...unit,
        },
      },
      // Packages as strangers write them; each knows only the packages that it depends on.
      { extends: true, test: { name: 'examples', root: 'examples', include: ['*/**/*.test.ts'], ...across } },
      {
        extends: true,
        test: {
          name: 'across',
          include: ['test/**/*.test.ts'],
          exclude: [...NOT_HERE, 'test/verify/**'],
          // To load the modules of the proxy anew for each file takes longer than most files' tests.
          isolate: false,
          ...across,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: SLOW,
          ...across,
        },
      },
      {
        extends: true,
        test: {
          name: 'verify',
          include: ['test/verify/**/*.test.ts'],
          globalSetup: [fileURLToPath(new URL('test/verify/support/packed.ts', import.meta.url))],
          ...across,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
