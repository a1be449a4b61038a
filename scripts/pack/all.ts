// Packs every package that can be published: `npm run pack:all -- --out DIR`.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildDist } from './build.ts';
import { packedManifest } from './manifest.ts';
import { layOut, packFolders } from './tarball.ts';
import { publishedPackages } from './workspace.ts';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (values.out === undefined) {
  console.error('Name a folder for the tarballs: npm run pack:all -- --out DIR');
  process.exit(2);
}

const out = resolve(values.out);
const packages = publishedPackages();
const stage = mkdtempSync(join(tmpdir(), 'shoji-pack-'));
try {
  for (const one of packages) {
    buildDist(one);
    layOut(one, packedManifest(one.manifest, packages), join(stage, basename(one.folder)));
  }
  mkdirSync(out, { recursive: true });
  packFolders(
    packages.map(({ folder }) => join(stage, basename(folder))),
    out,
  );
} finally {
  rmSync(stage, { recursive: true });
}
for (const name of readdirSync(out).filter((file) => file.endsWith('.tgz')))
  console.log(`${name.padEnd(44)} ${(statSync(join(out, name)).size / 1_000).toFixed(0).padStart(7)} kB`);
