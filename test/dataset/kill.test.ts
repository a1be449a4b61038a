import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '@shoji/core/text';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ColourService, startColourService } from './colour-service.ts';
import { COLOURS, type Colour, picture } from './pictures.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { ended, manifestLines, run, start } from './run.ts';

/** Number of kills of the scanner, and then of workers. */
const KILLS = Number(process.env.SHOJI_KILLS ?? 25);
/** Calls that are made between two kills, so that they are spread over the whole scan. */
const CALLS_PER_KILL = 4;
const DISTINCT = KILLS * CALLS_PER_KILL + 10;
const ONE_BY_ONE = ['--concurrency', '1', '--thumbnails', '0'];

const colours = Object.keys(COLOURS) as Colour[];
let root: string;
let set: string;
let service: ColourService;
let redis: RedisServer;
let undisturbed: string[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-kill-'));
  set = join(root, 'set');
  await mkdir(join(set, 'folder'), { recursive: true });
  for (let number = 0; number < DISTINCT; number += 1) {
    const bytes = await picture(colours[number % colours.length] ?? 'red', number, { side: 24 });
    await writeFile(join(set, `${number}.png`), bytes);
    if (number % 5 === 0) await writeFile(join(set, 'folder', `copy of ${number}.png`), bytes);
  }
  await writeFile(join(set, 'dataset_info.json'), '{"instance_prompt": "a photo of a sks dog"}');
  [service, redis] = await Promise.all([startColourService(), startRedis()]);
  await run(['scan', set, '--out', join(root, 'undisturbed'), '--thumbnails', '0'], env());
  expect(service.calls).toBe(DISTINCT);
  undisturbed = await manifestLines(join(root, 'undisturbed'));
});
afterAll(async () => {
  await Promise.all([service.close(), redis.stop()]);
  await rm(root, { recursive: true, force: true });
});

const env = () => ({ COLOUR_URL: service.url });

/** Kills a process at a random moment of its life: while it starts, or around one of the next calls. */
function killAtRandom(child: ChildProcess, random: () => number): void {
  const kill = () => child.kill('SIGKILL');
  const limit = service.calls + CALLS_PER_KILL;
  const at = service.calls + 1 + Math.floor(CALLS_PER_KILL * random());
  const early = random() < 0.3;
  const delay = early ? 600 * random() : 4 * random();
  if (early) setTimeout(kill, delay);
  const gone = ended(child);
  service.onCall = async (call) => {
    if (call === at && !early) setTimeout(kill, delay);
    // The other workers must not finish the set while this one is being replaced.
    if (call > limit) await gone;
  };
}

describe('a scanner that is killed at random moments', () => {
  it('loses nothing, judges only pictures under way twice, and ends with the same manifest', async () => {
    const random = randomFrom(20_261_122);
    const before = service.calls;
    const out = join(root, 'killed');
    let kills = 0;
    while (kills < KILLS) {
      const child = start(['scan', set, '--out', out, ...ONE_BY_ONE], env());
      killAtRandom(child, random);
      if ((await ended(child)) === null) kills += 1;
      else break;
    }
    service.onCall = () => {};
    const { code } = await run(['scan', set, '--out', out, ...ONE_BY_ONE], env());
    expect(code).toBe(20);
    expect(await manifestLines(out)).toEqual(undisturbed);
    const calls = service.calls - before;
    expect(calls).toBeGreaterThanOrEqual(DISTINCT);
    expect(calls).toBeLessThanOrEqual(DISTINCT + kills);
    expect(kills).toBe(KILLS);
  });
});

describe('workers that are killed at random moments', () => {
  it('are replaced by the others: the same manifest, and only pictures under way judged twice', async () => {
    const random = randomFrom(22_112_026);
    const before = service.calls;
    const out = join(root, 'queued');
    const queue = ['--queue', redis.url];
    const startWorker = () => start(['worker', ...queue, '--concurrency', '1', '--lock-seconds', '3'], env());
    const scanner = start(['scan', set, '--out', out, ...queue, '--thumbnails', '0'], env());
    const done = ended(scanner);
    let workers = [startWorker(), startWorker()];
    let kills = 0;
    let scanning = true;
    void done.then(() => {
      scanning = false;
    });
    while (scanning && kills < KILLS) {
      const victim = workers[Math.floor(workers.length * random())];
      if (victim === undefined) break;
      killAtRandom(victim, random);
      await Promise.race([ended(victim), done]);
      if (!scanning) break;
      kills += 1;
      workers = workers.map((worker) => (worker === victim ? startWorker() : worker));
    }
    service.onCall = () => {};
    expect(await done).toBe(20);
    for (const worker of workers) worker.kill('SIGKILL');
    await Promise.all(workers.map(ended));
    expect(await manifestLines(out)).toEqual(undisturbed);
    const calls = service.calls - before;
    expect(calls).toBeGreaterThanOrEqual(DISTINCT);
    expect(calls).toBeLessThanOrEqual(DISTINCT + kills);
    expect(kills).toBe(KILLS);
  });
});
