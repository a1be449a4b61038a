import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { SOURCE_RESOLVE } from '../../scripts/vite-source.ts';

/** Builds the creator's page into the package `cli`, whose `serve` serves it at `/` under a policy without inline code. */
export default defineConfig({
  root: fileURLToPath(new URL('src/page', import.meta.url)),
  base: './',
  ...SOURCE_RESOLVE,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../cli/page', import.meta.url)),
    emptyOutDir: true,
    // The page is packed with the libraries in it, whose licences ask to be named.
    license: { fileName: 'licenses.md' },
    // Current browsers know `light-dark()`; older targets would have it rewritten into custom properties.
    target: ['chrome130', 'firefox135', 'safari18'],
    // Everything is a file with a hashed name: `data:` addresses stay out of the content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
