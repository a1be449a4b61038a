import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { crx } from '@crxjs/vite-plugin';
import { build, defineConfig, type Plugin } from 'vite';
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

/**
 * Adds the content scripts, each as one file without imports: the browser runs them as classic scripts, by these names,
 * on the sites that the person has turned on.
 */
function contentScripts(mode: string, target: string): Plugin {
  return {
    name: 'content-scripts',
    async generateBundle() {
      for (const name of ['text-boxes', 'pictures']) {
        const built = await build({
          configFile: false,
          root: here('src'),
          mode,
          publicDir: false,
          logLevel: 'warn',
          ...SOURCE_RESOLVE,
          build: {
            write: false,
            target,
            rolldownOptions: { input: here(`src/sites/${name}/index.ts`), output: { format: 'iife' } },
          },
        });
        const [output] = Array.isArray(built) ? built : [built];
        if (!output || !('output' in output)) throw new Error('The content script was not built.');
        for (const file of output.output) {
          if (file.type === 'chunk')
            this.emitFile({ type: 'asset', fileName: `sites/${name}.js`, source: file.code });
        }
      }
      const covers = await readFile(here('src/sites/pictures/pictures.css'), 'utf8');
      this.emitFile({ type: 'asset', fileName: 'sites/pictures.css', source: covers });
    },
  };
}

/** Builds the extension into `dist/chromium`, or with `--mode firefox` into `dist/firefox`. */
export default defineConfig(({ mode }) => {
  const browser = mode === 'firefox' ? 'firefox' : 'chromium';
  const target = browser === 'firefox' ? 'firefox142' : 'chrome130';
  return {
    root: here('src'),
    publicDir: false,
    ...SOURCE_RESOLVE,
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [
      withoutMarkup(),
      contentScripts(mode, target),
      crx({ manifest: manifestFor(browser), browser: browser === 'firefox' ? 'firefox' : 'chrome' }),
    ],
    build: {
      outDir: here(`dist/${browser}`),
      emptyOutDir: true,
      target,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // The plugin does not bundle Firefox's sidebar page, so it is an explicit input.
      rolldownOptions: { input: { sidepanel: here('src/sidepanel/index.html') } },
    },
  };
});
