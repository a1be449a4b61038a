import { fileURLToPath } from 'node:url';
import { crx } from '@crxjs/vite-plugin';
import { defineConfig, type Plugin } from 'vite';
import { SOURCE_RESOLVE } from '../../scripts/vite-source.ts';
import { manifestFor } from './manifest.config.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Removes Preact's only assignment to `innerHTML`. The screen does not use it, and without it no bug can turn text into
 * markup.
 */
function withoutMarkup(): Plugin {
  const sink = /\(\w+\.innerHTML=\w+\.__html\)/g;
  return {
    name: 'without-markup',
    transform: {
      filter: { id: /\/preact\/dist\/preact\.mjs$/ },
      handler(code) {
        if (code.match(sink)?.length !== 1) this.error('Preact has changed: look again for innerHTML.');
        return code.replace(sink, '(()=>{throw new Error("no markup")})()');
      },
    },
  };
}

/** Builds the extension into `dist/chromium`, or with `--mode firefox` into `dist/firefox`. */
export default defineConfig(({ mode }) => {
  const browser = mode === 'firefox' ? 'firefox' : 'chromium';
  return {
    root: here('src'),
    publicDir: false,
    ...SOURCE_RESOLVE,
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [
      withoutMarkup(),
      crx({ manifest: manifestFor(browser), browser: browser === 'firefox' ? 'firefox' : 'chrome' }),
    ],
    build: {
      outDir: here(`dist/${browser}`),
      emptyOutDir: true,
      target: browser === 'firefox' ? 'firefox142' : 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // The plugin does not bundle Firefox's sidebar page, so it is an explicit input.
      rolldownOptions: { input: { sidepanel: here('src/sidepanel/index.html') } },
    },
  };
});
