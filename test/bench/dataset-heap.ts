/**
 * How much memory a scan keeps for each file: `npm run ts -- test/bench/dataset-heap.ts [files…]`, 20,000, 100,000 and
 * 300,000 when none are named. The source and the judge are simulated, so that the memory is the scan's own: every file
 * is a distinct picture, and every fourth has a caption. Heap and buffers are measured after garbage collection.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { presets, rules } from '@shoji/core';
import { createBudget } from '../../packages/curator/src/dataset/budget.ts';
import { hashOf, type Judge } from '../../packages/curator/src/dataset/judge.ts';
import { openManifest } from '../../packages/curator/src/dataset/manifest.ts';
import { summarise } from '../../packages/curator/src/dataset/report/summary.ts';
import { writeReport } from '../../packages/curator/src/dataset/report/write-report.ts';
import { resultsOf } from '../../packages/curator/src/dataset/results.ts';
import { scan } from '../../packages/curator/src/dataset/scan/scan.ts';
import { setWarnings } from '../../packages/curator/src/dataset/set-health.ts';
import type { Entry, Source } from '../../packages/curator/src/dataset/sources/source.ts';

setFlagsFromString('--expose-gc');
const gc: () => void = runInNewContext('gc');

function used(): number {
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function* entries(files: number): Generator<Entry> {
  for (let at = 0; at < files; at += 1) {
    const number = String(at >> 2).padStart(8, '0');
    const name = `train/${number.slice(0, 5)}/${number}-${at & 3}.${(at & 3) === 3 ? 'txt' : 'png'}`;
    yield { path: name, bytes: 40, version: `40-${1_790_000_000_000 + at}.25-${1_790_000_000_000 + at}.25` };
  }
}

const never = async () => {
  throw new Error('a simulated set is only read');
};

function simulated(files: number): Source {
  return {
    uri: '/simulated',
    quarantineAt: '',
    async *list() {
      yield* entries(files);
    },
    read: async (path) => new TextEncoder().encode(`a picture of ${path}`),
    slice: never,
    quarantine: never,
    async *restore() {},
    remove: never,
  };
}

const judge: Judge = async ({ hash }) => ({
  type: 'picture',
  hash,
  width: 512,
  height: 512,
  fingerprint: hashOf(Buffer.from(hash)).slice(0, 38),
  checks: [
    { check: 'simulated', findings: [], model: '1', usage: [{ item: 'simulated.image', quantity: 1 }] },
  ],
});

async function measure(files: number): Promise<void> {
  const out = await mkdtemp(join(tmpdir(), 'shoji-heap-'));
  try {
    const before = used();
    const source = simulated(files);
    const manifest = await openManifest(join(out, 'manifest.jsonl'), source.uri);
    const policy = presets.standard;
    const budget = createBudget({}, undefined);
    const running = scan(source, {
      judge,
      checks: ['simulated'],
      prompts: { policy, rules: [rules()], classifiers: [] },
      manifest,
      budget,
      concurrency: 256,
      signal: new AbortController().signal,
    });
    let step = await running.next();
    while (!step.done) step = await running.next();
    const scanned = step.value;
    const afterScan = used() - before;
    const results = resultsOf(scanned, manifest, policy, ['simulated']);
    const afterResults = used() - before;
    const summary = summarise(results, {
      source: source.uri,
      policy,
      checks: ['simulated'],
      unseen: [],
      prompts: scanned.prompts,
      screened: scanned.screened,
      warnings: setWarnings(results),
      costUsd: 0,
      stopped: null,
    });
    await writeReport(out, { summary, results, thumbnails: new Map(), acted: new Map() });
    await manifest.close();
    const perFile = (bytes: number) => Math.round(bytes / files);
    process.stdout.write(
      `${JSON.stringify({
        files,
        'scan, bytes a file': perFile(afterScan),
        'results, bytes a file': perFile(afterResults),
        'kept MiB': Math.round(afterResults / 2 ** 20),
        'peak MiB': Math.round(process.resourceUsage().maxRSS / 1024),
      })}\n`,
    );
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

const [, , first, ...rest] = process.argv;
if (first === '--one') await measure(Number(rest[0]));
else {
  for (const files of first === undefined ? ['20000', '100000', '300000'] : [first, ...rest]) {
    const child = fork(import.meta.filename, ['--one', files], { execArgv: process.execArgv });
    await once(child, 'exit');
  }
}
