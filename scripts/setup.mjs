// Installs everything, Node 24 included, when the lockfile says that something is missing.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pnpm } from './pnpm.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

function read(path) {
  try {
    return readFileSync(`${root}/${path}`, 'utf8');
  } catch {
    return undefined;
  }
}

const wanted = read('pnpm-lock.yaml');
const installed = read('node_modules/.pnpm/lock.yaml');
const complete = read('node_modules/.modules.yaml') !== undefined;

if (wanted === undefined || wanted !== installed || !complete) {
  console.error('Installing; the first time takes about half a minute.');
  process.exit(pnpm(['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=error']));
}
