// Builds the report's page into src/report/app.generated.json: npm run build:report
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Current browsers know `light-dark()`; older targets would have it rewritten. */
const TARGET = ['chrome130', 'firefox135', 'safari18'];
const file = (path: string) => fileURLToPath(new URL(`../src/report/${path}`, import.meta.url));

/** The page's script and style, minified, as JSON. The same sources give the same text. */
export async function reportApp(): Promise<string> {
  const bundled = async (entry: string) => {
    const { outputFiles } = await build({
      entryPoints: [file(entry)],
      bundle: true,
      minify: true,
      write: false,
      format: 'iife',
      target: TARGET,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      legalComments: 'none',
    });
    return outputFiles.map(({ text }) => text.trim()).join('');
  };
  const [script, style] = await Promise.all([bundled('app/main.tsx'), bundled('app/style.css')]);
  return `${JSON.stringify({ script, style })}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(file('app.generated.json'), await reportApp());
}
