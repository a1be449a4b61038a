import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SOURCE_ARGS } from './scripts/source-condition.ts';
import { SOURCE_RESOLVE } from './scripts/vite-source.ts';

// A slow or busy machine is no failure: what is sure to come may take a while. These are no limits on speed.
const unit = { testTimeout: 60_000, expect: { poll: { timeout: 30_000 } } };
/** Browsers and servers: a test there waits for several things that may take a minute each. */
const across = { testTimeout: 300_000, hookTimeout: 180_000, expect: { poll: { timeout: 60_000 } } };

/**
 * Packages whose tests leave no state in modules, so their files need no worker each. To load the modules of the proxy
 * anew for each file took two thirds of the CPU time of its tests, and those of the extension three quarters.
 */
const UNISOLATED = [
  'ai-sdk',
  'capacity',
  'cli',
  'core',
  'curator',
  'edge-proxy',
  'extension',
  'pixels',
  'sample-generator',
];

/** Files, seen from `test`, that take too long for `npm test`; `npm run verify` runs them. */
const SLOW = [
  '../packages/pixels/src/blur-words.test.ts',
  'browser/accessible.test.ts',
  'browser/foreign-pages.test.ts',
  'browser/uncovered.test.ts',
  'classifier/train.test.ts',
  'dataset/kill.test.ts',
  'extension/accessible.test.ts',
  'extension/firefox.test.ts',
  'extension/pictures.test.ts',
  'extension/text-boxes.test.ts',
  'extension/uncovered.test.ts',
  'mutation/try-mutants.test.ts',
  'onnx-builds.test.ts',
  'phones-home/**/*.test.ts',
  'prompt/worst-cases.test.ts',
  'smuggling/conformance.test.ts',
];

export default defineConfig({
  ...SOURCE_RESOLVE,
  test: {
    // Tests wait for browsers, servers and retries much of the time: two files more than there are cores.
    maxWorkers: availableParallelism() + 2,
    // Modules that tests import natively, and programs that they start, resolve to the sources too.
    execArgv: [...SOURCE_ARGS],
    projects: [
      ...readdirSync('packages').map((name) => ({
        extends: true as const,
        test: {
          name,
          root: `packages/${name}`,
          include: ['{src,build}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'src/blur-words.test.ts'],
          isolate: !UNISOLATED.includes(name),
          ...unit,
        },
      })),
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
          root: 'test',
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', 'verify/**', ...SLOW],
          // To load the modules of the proxy anew for each file takes longer than most files' tests.
          isolate: false,
          ...across,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          root: 'test',
          include: SLOW,
          ...across,
        },
      },
      {
        extends: true,
        test: {
          name: 'verify',
          root: 'test',
          include: ['verify/**/*.test.ts'],
          globalSetup: [fileURLToPath(new URL('test/verify/support/packed.ts', import.meta.url))],
          ...across,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
