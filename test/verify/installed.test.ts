import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { publishedPackages, ROOT } from '../../scripts/pack/workspace.ts';
import { EmptyFolder } from './support/empty-folder.ts';
import { installedPackages } from './support/installed.ts';

/** Packages whose install script was reviewed: it checks files of the package, and downloads nothing. */
const HARMLESS_SCRIPTS = ['msgpackr-extract', 'protobufjs'];

const auditSchema = z.looseObject({
  error: z.looseObject({ code: z.string() }).optional(),
  vulnerabilities: z.record(z.string(), z.unknown()).optional(),
});
/** Packages that the READMEs import beside ours. */
const IMPORTED = ['@types/node@24.19.2', 'ai@7.0.173', '@ai-sdk/replicate@3.0.46'];
const published = publishedPackages().map(({ manifest }) => manifest.name);

let folder: EmptyFolder;
beforeAll(async () => {
  folder = await EmptyFolder.make();
  await folder.install(published, IMPORTED);
});
afterAll(() => folder.remove());

describe('npm install of every package', () => {
  it('runs no script that could download something beside packages', () => {
    const withScript = installedPackages(folder.path).filter(({ hasInstallScript }) => hasInstallScript);
    expect(withScript.map(({ name }) => name).filter((name) => !HARMLESS_SCRIPTS.includes(name))).toEqual([]);
  });

  it('installs one copy of each of our packages', () => {
    const ours = installedPackages(folder.path).filter(({ name }) => name.startsWith('@shoji/'));
    expect(ours.map(({ name }) => name).sort()).toEqual([...published].sort());
  });

  it('installs no package with a vulnerability known to npm audit', async (context) => {
    const { stdout, stderr } = await folder.run('npm', ['audit', '--omit=dev', '--json']);
    const unanswered = /audit endpoint returned an error|ENOAUDIT/.test(stdout + stderr);
    context.skip(unanswered, 'The registry has no audit endpoint, so nothing was audited.');
    const { error, vulnerabilities } = auditSchema.parse(JSON.parse(stdout));
    expect(error).toBeUndefined();
    expect(Object.keys(vulnerabilities ?? {})).toEqual([]);
  });
});

it('the TypeScript in the packages’ READMEs compiles against the installed packages', async () => {
  const files = new Map(publishedPackages().flatMap(({ folder: at }) => blocksOf(join(at, 'README.md'))));
  for (const [name, code] of files) await writeFile(join(folder.path, name), code);
  const compilerOptions = {
    target: 'ES2024',
    module: 'NodeNext',
    lib: ['ES2024'],
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  };
  const config = { compilerOptions, files: [...files.keys()] };
  await writeFile(join(folder.path, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(folder.path, 'package.json'), JSON.stringify({ type: 'module' }));
  const { stdout } = await folder.run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.json']);
  expect(files.size).toBeGreaterThan(4);
  expect(stdout).toBe('');
});

/** The TypeScript blocks of a README, each with a file name. */
function blocksOf(readme: string): [string, string][] {
  const name = readme.split('/').at(-2) ?? '';
  const text = readFileSync(readme, 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = ''], at) => [`${name}-${at}.ts`, code]);
}

describe.each([22, 24] as const)('the command on Node %i', (version) => {
  it('checks a prompt', async () => {
    const { code, stdout } = await folder.run('npx', ['shoji', 'check', 'a dog in a suit'], version);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^allow\b.*a dog in a suit/) });
  });

  it('serves the page and generations, and ends at SIGTERM', async () => {
    const server = await folder.start('npx', ['shoji', 'serve', '--port', '0'], version);
    const lines: string[] = [];
    server.stderr.on('data', (chunk) => lines.push(String(chunk)));
    let url = '';
    for await (const line of createInterface(server.stdout)) {
      lines.push(line);
      url = /^Shoji is at (http:\S+)$/.exec(line)?.[1] ?? '';
      if (url) break;
    }
    expect(url, lines.join('\n')).not.toBe('');
    const page = await fetch(url);
    expect({ status: page.status, text: await page.text() }).toMatchObject({
      status: 200,
      text: expect.stringContaining('<script type="module"'),
    });
    expect((await fetch(`${url}/docs/swagger-ui-bundle.js`)).status).toBe(200);
    const generate = async () => {
      const answer = await fetch(`${url}/v1/generations`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ prompt: 'a dog in a suit', width: 256, height: 256 }),
      });
      return { status: answer.status, answer: await answer.json() };
    };
    // On a busy machine a check may take longer than the policy allows.
    await expect.poll(generate).toMatchObject({
      status: 200,
      answer: { decision: 'clear', images: [{ b64: expect.any(String) }] },
    });
    server.stdout.resume();
    // The pipe closes when the last process that holds it has ended.
    const closed = once(server.stdout, 'close');
    server.kill('SIGTERM');
    await closed;
    await expect(fetch(url)).rejects.toThrow();
  });
});
