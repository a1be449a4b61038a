import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, lstatSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { filesIn } from '../../scripts/pack/build.ts';
import { ROOT } from '../../scripts/pack/workspace.ts';

/** The instructions of the Dockerfile, continued lines joined: `[['FROM', 'node…'], …]`. */
const instructions = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .trim()
  .split(/\n+/)
  .map((line): [string, string] => {
    const [name = '', ...rest] = line.split(' ');
    return [name, rest.join(' ')];
  });
const all = (name: string) => instructions.filter(([each]) => each === name).map(([, value]) => value);
const lastStage = instructions.slice(instructions.findLastIndex(([name]) => name === 'FROM'));
const last = (name: string) => lastStage.filter(([each]) => each === name).map(([, value]) => value);

const BUDGET_MB = Number(/at most (\d+) MB/.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))?.[1]);

describe('the Dockerfile', () => {
  it('pins its base to the Node that the tests run on', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(all('ARG')).toEqual([`NODE_IMAGE=node:${devDependencies.node}-slim`]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of the Dockerfile.
    expect(all('FROM')).toEqual(['${NODE_IMAGE} AS build', '${NODE_IMAGE}']);
  });

  it('runs without root, and has a health check', () => {
    expect(last('USER')).toEqual(['node']);
    expect(last('HEALTHCHECK')).toEqual([expect.stringContaining('/healthz')]);
  });

  it('has no ADD, no secret, and no file of the build stage except the installed packages', () => {
    expect(all('ADD')).toEqual([]);
    expect(last('COPY')).toEqual(['--from=build /app /app']);
    expect([...all('ENV'), ...all('ARG')].join(' ')).not.toMatch(/KEY|SECRET|TOKEN|PASSWORD/i);
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['**/node_modules', '.git', '.env*']));
  });
});

describe('the installed packages', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shoji-image-'));
    // As in the Dockerfile, after the packages were packed.
    expect(all('RUN')).toEqual([expect.stringContaining('node scripts/docker/lay-out.ts /tarballs /app')]);
    execFileSync(process.execPath, [join(ROOT, 'scripts/docker/lay-out.ts'), inject('tarballs'), folder], {
      env: { ...process.env, npm_config_cache: inject('cache') },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    execFileSync('chmod', ['-R', 'a-w,a+rX', folder]);
  });
  afterAll(() => {
    execFileSync('chmod', ['-R', 'u+w', folder]);
    rmSync(folder, { recursive: true });
  });

  it('are within their size budget', () => {
    const bytes = filesIn(folder).reduce((sum, file) => sum + lstatSync(file).size, 0);
    expect(bytes / 1e6).toBeLessThan(BUDGET_MB);
  });

  it('serve as a user without write access, and are healthy', async () => {
    const nowhere = mkdtempSync(join(tmpdir(), 'shoji-nowhere-'));
    chmodSync(nowhere, 0o555);
    const variables = all('ENV').flatMap((line) => line.split(/\s+/).map((pair) => pair.split('=')));
    const entry: string[] = JSON.parse(last('ENTRYPOINT')[0] ?? '');
    const command: string[] = JSON.parse(last('CMD')[0] ?? '');
    const server = spawn(process.execPath, [...entry.slice(1), ...command], {
      cwd: folder,
      // Root may write everywhere; the user `nobody` may not.
      ...(process.getuid?.() === 0 && { uid: 65_534, gid: 65_534 }),
      env: {
        ...Object.fromEntries(variables),
        HOST: '127.0.0.1',
        PORT: '0',
        HOME: nowhere,
        TMPDIR: nowhere,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed: string[] = [];
    server.stderr.on('data', (chunk) => printed.push(String(chunk)));
    try {
      let url = '';
      for await (const line of createInterface(server.stdout)) {
        printed.push(line);
        url = /^Shoji is at (http:\S+)$/.exec(line)?.[1] ?? '';
        if (url) break;
      }
      expect(url, printed.join('\n')).not.toBe('');
      const health: string[] = JSON.parse(/CMD (\[.*\])$/.exec(last('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]');
      const probe = spawn(process.execPath, health.slice(1), { env: { PORT: new URL(url).port } });
      expect(await once(probe, 'exit')).toEqual([0, null]);
      const answer = await fetch(`${url}/v1/moderations`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ input: [{ type: 'text', text: 'a dog in a suit' }] }),
      });
      expect(await answer.json()).toMatchObject({ results: [{ decision: 'allow' }] });
    } finally {
      server.kill('SIGKILL');
      rmSync(nowhere, { recursive: true });
    }
  });
});
