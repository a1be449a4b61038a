import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ColourService, startColourService } from './colour-service.ts';
import { picture } from './pictures.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { ended, reportLines, run, start } from './run.ts';

const PICTURES = 60;
let root: string;
let set: string;
let service: ColourService;
let redis: RedisServer;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-stop-'));
  set = join(root, 'set');
  await mkdir(set);
  for (let number = 0; number < PICTURES; number += 1) {
    await writeFile(join(set, `${number}.png`), await picture('green', number, { side: 32 }));
  }
  [service, redis] = await Promise.all([startColourService(), startRedis()]);
});
beforeEach(() => {
  service.onCall = () => {};
});
afterAll(async () => {
  await Promise.all([service.close(), redis.stop()]);
  await rm(root, { recursive: true, force: true });
});

const env = () => ({ COLOUR_URL: service.url });
const countOf = async (out: string, status: string) =>
  (await reportLines(out)).filter((line) => line.status === status).length;

it('stops when the checks keep failing, reports the reason, and judges the rest in the next run', async () => {
  const out = join(root, 'failing');
  const before = service.calls;
  service.fail = 503;
  const failing = await run(['scan', set, '--out', out, '--concurrency', '1'], env());
  service.fail = undefined;
  expect(failing.code).toBe(40);
  expect(failing.stderr).toContain('shoji: 0.png: colour: CheckError: colour: 503');
  expect(failing.stdout).toContain('the checks kept failing');
  expect(service.calls - before).toBe(20);
  expect(await countOf(out, 'clear')).toBe(0);

  const { code } = await run(['scan', set, '--out', out], env());
  expect(code).toBe(0);
  expect(await countOf(out, 'clear')).toBe(PICTURES);
  expect(service.calls - before).toBe(20 + PICTURES);
});

it('ends at Ctrl-C (SIGINT) with a report of the results so far', async () => {
  const out = join(root, 'interrupted');
  const scanner = start(['scan', set, '--out', out, '--concurrency', '2'], env());
  const before = service.calls;
  service.onCall = (call) => {
    if (call === before + 10) scanner.kill('SIGINT');
  };
  const output = text(scanner.stdout);
  expect(await ended(scanner)).toBe(40);
  expect(await output).toContain('Interrupted. Run it again to continue.');
  const judged = await countOf(out, 'clear');
  expect(judged).toBe(service.calls - before);
  expect(await countOf(out, 'pending')).toBe(PICTURES - judged);
});

it('reports what earlier runs have judged, also when it stops at the first file', async () => {
  const out = join(root, 'known');
  await run(['scan', set, '--out', out], env());
  await writeFile(join(set, '!.png'), await picture('green', PICTURES, { side: 32 }));
  const limit = String(PICTURES * 0.001);
  const { code } = await run(['scan', set, '--out', out, '--concurrency', '1', '--max-cost', limit], env());
  await rm(join(set, '!.png'));
  expect(code).toBe(40);
  expect(await countOf(out, 'clear')).toBe(PICTURES);
  expect(await countOf(out, 'pending')).toBe(1);
});

it('refuses a second scan into the same folder', async () => {
  const out = join(root, 'locked');
  const scanner = start(['scan', set, '--out', out, '--concurrency', '1'], env());
  const held = Promise.withResolvers<void>();
  const calling = Promise.withResolvers<void>();
  service.onCall = () => {
    calling.resolve();
    return held.promise;
  };
  await calling.promise;
  const second = await run(['scan', set, '--out', out], env());
  held.resolve();
  expect(second.stderr).toContain('Another scan is writing to');
  expect(second.code).toBe(2);
  expect(await ended(scanner)).toBe(0);
});

it('judges nothing twice when the scanner of a queue is killed and started again', async () => {
  const out = join(root, 'queued');
  const args = ['scan', set, '--out', out, '--queue', redis.url, '--tps', '70'];
  const worker = start(['worker', '--queue', redis.url], env());
  const before = service.calls;
  const scanner = start(args, env());
  service.onCall = (call) => {
    if (call === before + 20) scanner.kill('SIGKILL');
  };
  expect(await ended(scanner)).toBe(null);
  const { code, stderr } = await run(args, env());
  expect(stderr).not.toMatch(/^shoji:/m);
  expect(code).toBe(0);
  expect(await countOf(out, 'clear')).toBe(PICTURES);
  expect(service.calls - before).toBe(PICTURES);

  // Seven jobs in each tenth of a second: the rate limit of BullMQ for all workers.
  const client = new Redis(redis.url);
  expect(await client.hmget('shoji:dataset-colour:meta', 'max', 'duration')).toEqual(['7', '100']);
  client.disconnect();
  worker.kill('SIGTERM');
  expect(await text(worker.stderr)).toContain(`judged ${PICTURES} pictures`);
  expect(await ended(worker)).toBe(0);
});

it.each([
  ['redis://user:secret@127.0.0.1:1', 'redis://127.0.0.1:1 cannot be used'],
  ['127.0.0.1:6379', 'write redis://host:port'],
])('reports at once that %s is no Redis, without its password', async (url, message) => {
  const { code, stderr } = await run(['scan', set, '--out', join(root, 'none'), '--queue', url], env());
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('secret');
  expect(code).toBe(2);
});

it.each([
  [['--flag', '--quarantine'], 'Use only one of'],
  [['--yes'], '--yes works only with --delete'],
  [['--tps', '5'], '--tps limits the workers'],
  [['--max-cost', 'much'], 'US dollars'],
])('refuses %s', async (flags, message) => {
  const { code, stderr } = await run(['scan', set, ...flags], env());
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});

it('leaves no files behind for a missing set, and none inside a set', async () => {
  const missing = await run(['scan', join(root, 'nowhere')], env());
  expect(missing.stderr).toContain('The file or folder does not exist.');
  expect(missing.code).toBe(2);
  expect((await readdir(root)).filter((name) => name.startsWith('nowhere'))).toEqual([]);
  const within = await run(['scan', set, '--out', join(set, 'out')], env());
  expect(within.stderr).toContain('--out is inside the data set');
  expect(within.code).toBe(2);
});
