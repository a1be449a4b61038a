import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { sidebar } from './sidebar.ts';

/** The site. A dead link between pages fails the build, which is VitePress's default. */
export default defineConfig({
  title: 'Shoji',
  description: 'A screen between people and image models.',
  lang: 'en',
  // A host that serves the site below a path sets DOCS_BASE, e.g. /shoji/.
  base: process.env.DOCS_BASE ?? '/',
  srcExclude: ['README.md'],
  lastUpdated: false,
  vite: {
    // VitePress brings its own Vite, whose esbuild knows no target newer than 2023.
    esbuild: { tsconfigRaw: {} },
    // The index of the search is one chunk.
    build: { chunkSizeWarningLimit: 2_000 },
    server: { fs: { allow: [fileURLToPath(new URL('../..', import.meta.url))] } },
  },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start/' },
      { text: 'Operators', link: '/operators/' },
      { text: 'Developers', link: '/developers/' },
      { text: 'Commands', link: '/commands/shoji' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    // The index of all pages is built into the site, so that a search asks no other host.
    search: { provider: 'local' },
  },
});
