/**
 * How fast data sets are scanned, and in how much memory: `npm run ts -- test/bench/dataset.ts <which>`.
 *   rekognition  against a loopback service that answers in 500 ms, by the adapter's own quota of 50 a second
 *   embedded     against the embedded model alone, and against decoding and judging alone
 *   memory       peak of a scan's process for 1,000, 10,000 and 100,000 small files (takes about ten minutes)
 *   workers      one worker, two, and two under --tps (needs redis-server)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { presets, rules, UnscreenedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { embeddedImageModerator } from '@shoji/embedded';
import { createBudget } from '../../packages/curator/src/dataset/budget.ts';
import { DATASET_LIMITS, localJudge } from '../../packages/curator/src/dataset/judge.ts';
import { openManifest } from '../../packages/curator/src/dataset/manifest.ts';
import { mapUnordered } from '../../packages/curator/src/dataset/parallel.ts';
import { scan } from '../../packages/curator/src/dataset/scan/scan.ts';
import { openSource } from '../../packages/curator/src/dataset/sources/open-source.ts';
import { judgingCodec } from '../../packages/pixels/src/judging-codec.ts';
import { SOURCE_ARGS } from '../../scripts/source-condition.ts';
import { startRedis } from '../dataset/redis-server.ts';
import { writeJpegs, writeTinyPngs } from './dataset-pictures.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const CONFIG = fileURLToPath(new URL('dataset.config.ts', import.meta.url));
/** Loaded before the program: prints the peak memory of the process at its end, in KiB. */
const REPORT_MEMORY = fileURLToPath(new URL('report-memory.ts', import.meta.url));
const { signal } = new AbortController();
const root = await mkdtemp(join(tmpdir(), 'shoji-bench-'));

function shoji(
  args: readonly string[],
  env: Record<string, string> = {},
): ChildProcess & { stderr: NodeJS.ReadableStream } {
  return spawn(process.execPath, [...SOURCE_ARGS, '--import', REPORT_MEMORY, MAIN, 'dataset', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  }) as ChildProcess & { stderr: NodeJS.ReadableStream };
}

const rate = (count: number, ms: number) => Number(((1_000 * count) / ms).toFixed(2));

async function rekognition(): Promise<void> {
  const pictures = 1_500;
  await writeJpegs(join(root, 'set'), pictures);
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    await text(request);
    await setTimeout(500);
    answers.push(performance.now());
    response.setHeader('Content-Type', 'application/x-amz-json-1.1');
    response.end('{"ModerationLabels":[],"ModerationModelVersion":"7.0","ContentTypes":[]}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const child = shoji(['scan', join(root, 'set'), '--thumbnails', '0'], {
    SHOJI_REKOGNITION_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_REKOGNITION: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  child.stderr.pipe(process.stderr);
  await once(child, 'exit');
  server.close();
  const measured = rate(answers.length - 1, (answers.at(-1) ?? 0) - (answers[0] ?? 0));
  console.table([
    {
      pictures,
      'quota /s': 50,
      'scan /s': measured,
      'of the quota': `${((100 * measured) / 50).toFixed(1)} %`,
    },
  ]);
}

async function embedded(): Promise<void> {
  const pictures = 400;
  const set = join(root, 'set');
  await writeJpegs(set, pictures);
  const moderator = embeddedImageModerator();
  await moderator.warmUp({ signal: AbortSignal.timeout(60_000) });
  const codec = judgingCodec(DATASET_LIMITS);
  const names = await readdir(set);
  const decode = async (name: string) =>
    codec.normalise(new UnscreenedImage(new Uint8Array(await readFile(join(set, name)))), { signal });
  const cores = availableParallelism();
  const judged = await decode(names[0] ?? '');

  const time = async (work: () => Promise<void>) => {
    const start = performance.now();
    await work();
    return rate(pictures, performance.now() - start);
  };
  const alone = async () => {
    for await (const _ of mapUnordered(names, cores, () =>
      moderator.moderate(openJudged(judged), { signal }),
    ));
  };
  const withDecoding = async () => {
    for await (const _ of mapUnordered(names, cores, async (name) =>
      moderator.moderate(openJudged(await decode(name)), { signal }),
    ));
  };
  let round = 0;
  const scanning = async () => {
    round += 1;
    const source = await openSource(set, join(root, 'out'));
    const manifest = await openManifest(join(root, `out/${round}.jsonl`), source.uri);
    const events = scan(source, {
      judge: localJudge({ policy: presets.standard, moderators: [moderator], codec }),
      checks: [moderator.name],
      prompts: { policy: presets.standard, rules: [rules()], classifiers: [] },
      manifest,
      budget: createBudget({}, undefined),
      concurrency: 32,
      signal,
    });
    for await (const _ of events);
    await manifest.close();
  };
  const rows = {
    'the model alone': alone,
    'decoding and the model': withDecoding,
    'shoji dataset scan': scanning,
  };
  const rounds: Record<string, number[]> = {};
  for (let repeat = 0; repeat < 5; repeat += 1) {
    for (const [name, work] of Object.entries(rows))
      rounds[name] = [...(rounds[name] ?? []), await time(work)];
  }
  console.table(
    Object.entries(rounds).map(([what, rates]) => ({ what, 'pictures/s (median of 5)': median(rates) })),
  );
}

async function memory(): Promise<void> {
  const rows = [];
  for (const files of [1_000, 10_000, 100_000]) {
    const set = join(root, `set-${files}`);
    await writeTinyPngs(set, files);
    const start = performance.now();
    const child = shoji(['scan', set, '--config', CONFIG]);
    const said = await text(child.stderr);
    const seconds = (performance.now() - start) / 1_000;
    const peak = Number(/peak (\d+)/.exec(said)?.[1] ?? 0) / 1_024;
    rows.push({
      files,
      'peak MiB': Math.round(peak),
      seconds: Math.round(seconds),
      'files/s': Math.round(files / seconds),
    });
    console.table(rows.slice(-1));
  }
  console.table(rows);
}

async function workers(): Promise<void> {
  const redis = await startRedis();
  await writeJpegs(join(root, 'set'), 800);
  const rows = [];
  for (const [count, tps] of [[1], [2], [2, 20]] as const) {
    const queue = ['--config', CONFIG, '--queue', redis.url];
    const env = { SIMULATED_MS: '500' };
    const running = Array.from({ length: count }, () =>
      shoji(['worker', ...queue, '--concurrency', '8'], env),
    );
    await Promise.all(running.map((worker) => once(worker.stderr, 'data')));
    const out = join(root, `out-${count}-${tps}`);
    const paced = tps === undefined ? [] : ['--tps', String(tps)];
    const start = performance.now();
    await once(
      shoji(['scan', join(root, 'set'), '--out', out, '--thumbnails', '0', ...queue, ...paced]),
      'exit',
    );
    const measured = rate(800, performance.now() - start);
    rows.push({
      workers: count,
      '--tps': tps ?? '',
      'ceiling /s': tps ?? count * 16,
      'pictures/s, start and report included': measured,
    });
    for (const worker of running) worker.kill('SIGTERM');
    await Promise.all(running.map((worker) => once(worker, 'exit')));
  }
  await redis.stop();
  console.table(rows);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const benches: Record<string, () => Promise<void>> = { rekognition, embedded, memory, workers };
try {
  const bench = benches[process.argv[2] ?? ''];
  if (bench === undefined) console.error(`Name one of ${Object.keys(benches).join(', ')}.`);
  else await bench();
} finally {
  await rm(root, { recursive: true, force: true });
}
