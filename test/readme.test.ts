import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completeConfig, engineOf } from '@shoji/edge-proxy';
import { sharpCodec } from '@shoji/pixels';
import { describe, expect, it } from 'vitest';
import { embeddedDefaults } from '../packages/cli/src/engine/embedded-defaults.ts';
import { loadConfig } from '../packages/edge-proxy/src/runtime/config/load-config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const documents = ['README.md', 'CONTRIBUTING.md'];
const examples = readdirSync(join(root, 'examples'))
  .filter((name) => name.endsWith('.config.ts'))
  .map((name) => `examples/${name}`);

describe.each(examples)('%s', (example) => {
  it('is in the README verbatim', () => {
    expect(read('README.md')).toContain(read(example));
  });

  it('is a configuration with which the server starts', async () => {
    const config = completeConfig(await loadConfig(root, example), embeddedDefaults());
    const engine = engineOf(config, sharpCodec());
    expect(engine.rules.length).toBeGreaterThan(0);
    expect(engine.moderators.length).toBeGreaterThan(0);
  });
});

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('names only scripts that exist', () => {
    const scripts: string[] = Object.keys(JSON.parse(read('package.json')).scripts);
    const named = [...text.matchAll(/npm run (?:-s )?([a-z][a-z:-]*)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target]) => target ?? '');
    expect(links.filter((target) => !existsSync(join(root, dirname(document), target)))).toEqual([]);
  });
});
