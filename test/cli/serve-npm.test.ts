import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from './shoji.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A model’s server that lets generations finish once it is released. */
const waiting: ServerResponse[] = [];
const gate = createServer((_, response) => void waiting.push(response));
let gateUrl = '';
let picture: Buffer;
beforeAll(async () => {
  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  gateUrl = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
  const png = sharp({ create: { width: 96, height: 96, channels: 3, background: '#7799bb' } }).png();
  picture = await png.toBuffer();
});
afterAll(() => gate.close());

const groups: number[] = [];
afterEach(() => {
  waiting.length = 0;
  for (const group of groups.splice(0)) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // All its processes have ended, as they should.
    }
  }
});

/** `npm run -s shoji -- serve` in a new process group, as a terminal or a supervisor starts it. */
async function npmServe() {
  const { PATH = '', HOME = '' } = process.env;
  const args = ['run', '-s', 'shoji', '--', 'serve', '--port', '0', '--config', fixture('gated.config.ts')];
  const env = { PATH, HOME, GATE: gateUrl };
  const npm = spawn('npm', args, { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = npm.pid ?? 0;
  groups.push(pid);
  let printed = '';
  npm.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  const address = () => /^Shoji is at (http:\S+)$/m.exec(printed)?.[1];
  await expect.poll(address, { timeout: 60_000 }).toBeDefined();
  // The pipe closes when the last process that holds it has ended, even if its parent ended before.
  return { npm, pid, url: address() ?? '', ended: once(npm.stdout, 'close'), printed: () => printed };
}

function generation(url: string) {
  return fetch(`${url}/v1/generations`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ prompt: 'a dog in a suit' }),
  });
}

describe.each<[string, (pid: number) => void]>([
  ['SIGTERM to npm alone', (pid) => process.kill(pid, 'SIGTERM')],
  ['SIGKILL to npm alone', (pid) => process.kill(pid, 'SIGKILL')],
  ['SIGTERM to the whole group, as supervisors send it', (pid) => process.kill(-pid, 'SIGTERM')],
  ['SIGINT to the whole group, as a terminal sends it', (pid) => process.kill(-pid, 'SIGINT')],
])('%s', (_, signal) => {
  it('lets the running request finish, closes the port and ends the server', async () => {
    const { pid, url, ended, printed } = await npmServe();
    const answer = generation(url);
    await expect.poll(() => waiting.length).toBe(1);

    signal(pid);
    await expect.poll(printed).toContain('Finishing running requests');
    await expect(fetch(`${url}/readyz`)).rejects.toThrow();
    waiting[0]?.end(picture);
    expect((await answer).status).toBe(200);
    await ended;
  });
});

it('ends at once when the signal is repeated, however soon', async () => {
  const { pid, url, ended, printed } = await npmServe();
  const answer = generation(url);
  const failed = expect(answer).rejects.toThrow();
  await expect.poll(() => waiting.length).toBe(1);

  process.kill(-pid, 'SIGINT');
  await expect.poll(printed).toContain('Finishing running requests');
  process.kill(-pid, 'SIGINT');
  await ended;
  await failed;
});
