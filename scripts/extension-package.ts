// Packs the built extension for the two stores, into packages/extension/dist.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';

const dist = fileURLToPath(new URL('../packages/extension/dist/', import.meta.url));
// The same sources give the same bytes, so that a reviewer can build the package again and compare.
const TIME = new Date(2026, 0, 1);

for (const browser of ['chromium', 'firefox']) {
  const folder = join(dist, browser);
  const manifest: { version: string } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files: Zippable = {};
  for (const path of paths.sort()) {
    const name = path
      .slice(folder.length + 1)
      .split(sep)
      .join('/');
    // Browsers do not read Vite's build metadata.
    if (!name.startsWith('.')) files[name] = await readFile(path);
  }
  const zip = zipSync(files, { level: 9, mtime: TIME });
  const name = `shoji-${browser}-${manifest.version}.zip`;
  await writeFile(join(dist, name), zip);
  console.log(`packages/extension/dist/${name}  ${(zip.length / 1000).toFixed(0)} kB`);
}
