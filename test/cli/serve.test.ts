import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { startComfyUi } from '../upstreams/comfyui/server.ts';
import { exitCode, fixture, shoji, start } from './shoji.ts';

const PICTURE = await sharp({ create: { width: 96, height: 96, channels: 3, background: '#7799bb' } })
  .png()
  .toBuffer();
const started: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts the server and resolves with its address, from the line that scripts wait for. */
async function serve(args: readonly string[] = [], env: Record<string, string> = {}) {
  const child = start(['serve', '--port', '0', ...args], env);
  started.push(child);
  let printed = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += chunk;
    const url = /^Shoji is at (http:\S+)$/m.exec(printed)?.[1];
    if (url !== undefined) return { child, url, printed };
  }
  throw new Error(`the server ended: ${printed}`);
}

/** A server that lets a generation finish once it is released. */
async function gate() {
  const waiting: ServerResponse[] = [];
  const server = createServer((_, response) => {
    waiting.push(response);
    server.emit('asked');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => once(server, 'asked'),
    open: () => {
      for (const response of waiting) response.end(PICTURE);
    },
    close: () => server.close(),
  };
}

const generate = (url: string) =>
  fetch(`${url}/v1/generations`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ prompt: 'a dog in a suit' }),
  });

describe('shoji serve', () => {
  it('offers an image server of this machine at the page, and generates with it by --upstream auto', async () => {
    const comfy = await startComfyUi();
    const port = new URL(comfy.url).port;
    const env = { SHOJI_DISCOVER_PORTS: port };
    try {
      const looking = await serve([], env);
      expect(looking.printed).toMatch(
        new RegExp(`^found +.*ComfyUI at 127\\.0\\.0\\.1:${port}.*; choose it on the page`, 'm'),
      );
      expect(looking.printed).toMatch(/sample illustrations/);
      const { offered } = await (await fetch(`${looking.url}/v1/generators`)).json();
      expect(offered).toContainEqual(expect.objectContaining({ id: `comfyui-${port}`, used: false }));

      const auto = await serve(['--upstream', 'auto'], env);
      expect(auto.printed).toMatch(/^upstream +comfyui$/m);
      expect(await (await fetch(`${auto.url}/v1/policy`)).json()).toMatchObject({
        generator: { kind: 'model' },
      });
    } finally {
      await comfy.close();
    }
  });

  it.each([
    ['--no-discover', ['--no-discover']],
    ['a named generator', ['--generator', 'comfyui=http://127.0.0.1:1']],
    ['keys', ['--key', 'a-key-of-more-than-16-characters']],
  ])('does not look at this machine with %s', async (_, args) => {
    const comfy = await startComfyUi();
    const { printed } = await serve(args, { SHOJI_DISCOVER_PORTS: new URL(comfy.url).port });
    expect(printed).not.toMatch(/^found/m);
    expect(comfy.requests).toEqual([]);
    await comfy.close();
  });

  it('says that --upstream auto has found nothing only where that is so, and what is no port', async () => {
    const wrong = await shoji(['serve', '--port', '0'], '', { SHOJI_DISCOVER_PORTS: '80x' });
    expect(wrong.stderr).toContain('SHOJI_DISCOVER_PORTS: 80x is no port.');
    expect(wrong.code).toBe(2);
  });

  it('prints its engine and its URL, and answers there', async () => {
    const { url, printed } = await serve(['--policy', 'strict']);
    expect(printed).toMatch(/^policy +strict$/m);
    expect(printed).toMatch(/^prompts +checked by rules, /m);
    expect(printed).toMatch(/sample illustrations, no image model/);
    expect(printed).toMatch(/^unseen +in pictures, by any check: .*violence/m);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${url}/v1/policy`)).json()).toMatchObject({ name: 'strict' });

    const { port } = new URL(url);
    const second = await shoji(['serve', '--port', port]);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(
      new RegExp(`^shoji: Port ${port} on 127.0.0.1 is in use\\. .*--port \\d+\\n$`),
    );
  });

  it('listens beyond loopback only with a key, or with --insecure', async () => {
    const refused = await shoji(['serve', '--host', '0.0.0.0', '--port', '0']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/--key .*--insecure/s);

    const key = 'key-of-the-operator';
    const { url } = await serve(['--host', '0.0.0.0', '--key', key]);
    const policy = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${new URL(url).port}/v1/policy`, { headers });
    expect((await policy({})).status).toBe(401);
    expect((await policy({ Authorization: `Bearer ${key}` })).status).toBe(200);
  });

  it('finishes running requests after SIGTERM, and accepts no new ones', async () => {
    const slow = await gate();
    const { child, url } = await serve(['--config', fixture('gated.config.ts')], { GATE: slow.url });
    const asked = slow.asked();
    const running = generate(url);
    await asked;

    const said = once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(String(await said)).toContain('Finishing running requests');
    await expect(fetch(`${url}/readyz`)).rejects.toThrow();

    const ended = exitCode(child);
    slow.open();
    const response = await running;
    expect(response.status).toBe(200);
    expect((await response.json()).images[0].decision).toBe('clear');
    expect(await ended).toBe(0);
    slow.close();
  });

  it.each(['soon', '-1', '3601'])('refuses %s as grace period', async (grace) => {
    const refused = await shoji(['serve', '--port', '0', '--grace', grace]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('Give a number of seconds from 0 to 3600.');
  });

  it('aborts running requests after the grace period', async () => {
    const slow = await gate();
    const config = ['--config', fixture('gated.config.ts'), '--grace', '0'];
    const { child, url } = await serve(config, { GATE: slow.url });
    const asked = slow.asked();
    const running = generate(url).catch((error: unknown) => error);
    await asked;
    const ended = exitCode(child);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await running).toBeInstanceOf(Error);
    slow.close();
  });

  it('ends at once at a second signal', async () => {
    const slow = await gate();
    const { child, url } = await serve(['--config', fixture('gated.config.ts')], { GATE: slow.url });
    const asked = slow.asked();
    const running = generate(url).catch((error: unknown) => error);
    await asked;
    const said = once(child.stdout, 'data');
    child.kill('SIGTERM');
    await said;
    const ended = exitCode(child);
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    expect(await running).toBeInstanceOf(Error);
    slow.close();
  });
});
