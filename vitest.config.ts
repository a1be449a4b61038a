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
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
