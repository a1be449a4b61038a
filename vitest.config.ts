import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'core', root: 'packages/core', include: ['src/**/*.test.ts'] } },
      { test: { name: 'edge-proxy', root: 'packages/edge-proxy', include: ['src/**/*.test.ts'] } },
      { test: { name: 'extension', root: 'packages/extension', include: ['src/**/*.test.{ts,tsx}'] } },
      {
        test: {
          name: 'across',
          root: 'test',
          include: ['**/*.test.ts'],
          // A slow machine is no failure: what is sure to come may take a minute, and a test waits for several such things.
          testTimeout: 300_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
