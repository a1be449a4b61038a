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
    // The bundle contains libraries whose licences require attribution.
    license: { fileName: 'licenses.md' },
    // Older targets would rewrite `light-dark()` into custom properties.
    target: ['chrome130', 'firefox135', 'safari18'],
    // No inlined assets, because the content security policy allows no `data:` URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
