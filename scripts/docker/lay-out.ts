/**
 * Installs packed packages into an empty folder, without what the image never runs:
 * `node scripts/docker/lay-out.ts TARBALLS TARGET`. The Dockerfile runs it, and so does its test.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [tarballs, folder] = process.argv.slice(2);
if (tarballs === undefined || folder === undefined) throw new Error('Usage: lay-out.ts TARBALLS TARGET');
const target = resolve(folder);

mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'package.json'), '{ "private": true, "type": "module" }\n');
const files = readdirSync(tarballs)
  .filter((name) => name.endsWith('.tgz'))
  .map((name) => resolve(tarballs, name));
execFileSync('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', ...files], {
  cwd: target,
  stdio: ['ignore', 'ignore', 'inherit'],
});

const modules = join(target, 'node_modules');
// The image runs the models natively (SHOJI_ONNX=native), on one platform.
rmSync(join(modules, 'onnxruntime-web'), { recursive: true });
const builds = join(modules, 'onnxruntime-node/bin/napi-v3');
for (const system of readdirSync(builds)) {
  for (const architecture of readdirSync(join(builds, system))) {
    if (system !== process.platform || architecture !== process.arch)
      rmSync(join(builds, system, architecture), { recursive: true });
  }
}
for (const entry of readdirSync(modules, { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && /\.map$|\.d\.[cm]?ts$/.test(entry.name)) rmSync(join(entry.parentPath, entry.name));
}
