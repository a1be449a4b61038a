import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, type Judge, JudgeLostError } from '../../packages/curator/src/dataset/judge.ts';
import { queueJudge } from '../../packages/curator/src/dataset/queue/queue-judge.ts';
import { startWorker } from '../../packages/curator/src/dataset/queue/worker.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { ended, start } from './run.ts';

const CHECKS = ['none'];
const PATHS = Array.from({ length: 8 }, (_, number) => `${number}.png`);

let root: string;
let redis: RedisServer;
let client: Redis;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-queue-loss-'));
  for (const path of PATHS) await writeFile(join(root, path), path);
});
beforeEach(async () => {
  redis = await startRedis();
  client = new Redis(redis.url, { retryStrategy: () => null });
  client.on('error', () => {});
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function scanner(patience = 30) {
  const notes: string[] = [];
  const stopped = new AbortController();
  const options = { redisUrl: redis.url, checks: CHECKS, source: root, scan: 'scan', perSecond: undefined };
  const note = (line: string) => notes.push(line);
  const queue = await queueJudge({ ...options, signal: stopped.signal, note, patience, askAgain: 50 });
  const ask = (path: string) =>
    queue.judge({
      path,
      version: '',
      hash: hashOf(Buffer.from(path)),
      bytes: new Uint8Array(),
      checks: CHECKS,
    });
  const asked = () => Promise.all(PATHS.map(ask));
  return { ...queue, asked, notes, stopped };
}
const worker = (judge: Judge) =>
  startWorker({
    redisUrl: redis.url,
    checks: CHECKS,
    judge,
    concurrency: 2,
    lockSeconds: 3,
    onJudged: () => {},
    onError: () => {},
  });
const answer: Judge = async ({ hash }) => ({ type: 'picture', hash, checks: [] });
const jobsInRedis = async () => {
  let keys: string[] = [];
  while (keys.length < PATHS.length) {
    keys = (await client.keys('shoji:dataset-none:*')).filter((key) => /:[\da-f]{64}$/.test(key));
  }
  return keys;
};

describe('a queue that loses its jobs', () => {
  it.each([
    ['a loss of all jobs, by FLUSHALL', () => client.flushall()],
    ['a loss of their data, by eviction', async () => client.del(...(await jobsInRedis()))],
    ['a loss of their places, by eviction', () => client.del('shoji:dataset-none:wait')],
  ])('gets the jobs again after %s', async (_, lose) => {
    const scan = await scanner();
    const answers = scan.asked();
    await jobsInRedis();
    await lose();
    const one = await worker(answer);
    expect((await answers).map(({ hash }) => hash)).toEqual(PATHS.map((path) => hashOf(Buffer.from(path))));
    expect(scan.notes.filter((line) => line.includes('has lost pictures'))).toHaveLength(1);
    await Promise.all([scan.close(), one.close()]);
    client.disconnect();
    await redis.stop();
  });

  it('fails the scan when Redis stays away, with two lines for all pictures', async () => {
    // Long enough that a busy machine sees the closed connection before the end of the wait.
    const scan = await scanner(5);
    const answers = scan.asked();
    answers.catch(() => {});
    await jobsInRedis();
    client.disconnect();
    await redis.stop();
    await expect(answers).rejects.toThrow(JudgeLostError);
    expect(scan.notes).toEqual([
      expect.stringContaining('The queue does not answer'),
      expect.stringContaining('The queue did not answer for 5 seconds'),
    ]);
    await scan.close();
  });

  it('does not keep a stopped scan from ending', async () => {
    const scan = await scanner();
    const answers = scan.asked();
    answers.catch(() => {});
    await jobsInRedis();
    client.disconnect();
    await redis.stop();
    scan.stopped.abort(new Error('interrupted'));
    await expect(answers).rejects.toThrow('interrupted');
    await scan.close();
  });

  it('does not keep a worker from ending, which reports the loss of Redis once', async () => {
    const child = start(['worker', '--queue', redis.url], { COLOUR_URL: 'http://127.0.0.1:1' });
    const lines: string[] = [];
    const output = createInterface(child.stderr).on('line', (line) => lines.push(line));
    await once(output, 'line');
    client.disconnect();
    await redis.stop();
    await once(output, 'line');
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    expect(lines.filter((line) => line.includes('ECONNREFUSED')).length).toBeLessThanOrEqual(1);
    expect(lines.at(-1)).toBe('Stopped; judged 0 pictures.');
  });
});
