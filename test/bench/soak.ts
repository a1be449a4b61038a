/**
 * A real server at saturation for minutes: `npm run soak -- [minutes]` (10). Linux: it reads /proc.
 * A row each half minute: answered calls, errors, and the process's memory, handles and event-loop delay.
 * All of them should stay constant; the last lines compare the second minute with the last.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SOURCE_ARGS } from '../../scripts/source-condition.ts';
import { putUnderLoad, Tally } from './soak/load.ts';
import { isSample, type Sample } from './soak/sample.ts';
import { startUpstream } from './soak/upstream.ts';

const minutes = Number(process.argv[2] ?? 10);
const ROW_MS = 30_000;
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const upstream = await startUpstream();
const server = spawn(
  process.execPath,
  [
    ...SOURCE_ARGS,
    '--import',
    path('soak/probe.ts'),
    path('../../packages/cli/src/main.ts'),
    ...['serve', '--port', '0', '--upstream', `automatic1111=${upstream.url}`, `openai=${upstream.url}`],
  ],
  { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, LOG_LEVEL: 'warn' } },
);
const { stdout, stderr } = server;
if (!stdout || !stderr) throw new Error('The server has no output.');
let samples: Sample[] = [];
server.on('message', (message) => {
  if (isSample(message)) samples.push(message);
});
const logged = new Map<string, number>();
createInterface(stderr).on('line', (line) => {
  const text = line.replace(/"(time|pid|requestId|hostname|id)":("[^"]*"|\d+),?/g, '').slice(0, 160);
  logged.set(text, (logged.get(text) ?? 0) + 1);
});
const origin = await new Promise<string>((resolve) => {
  createInterface(stdout).on('line', (line) => {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (address) resolve(address);
  });
});

let tally = new Tally();
const over = new AbortController();
const load = putUnderLoad(origin, () => tally, over.signal);
const rows: Record<string, string | number>[] = [];
const megabytes = (bytes: number) => Math.round(bytes / 1e6);
for (let at = ROW_MS; at <= minutes * 60_000; at += ROW_MS) {
  await after(ROW_MS);
  rows.push(rowOf(at / 60_000));
  console.log(JSON.stringify(rows.at(-1)));
}
over.abort();
await load;

console.table(rows);
const [early, late] = [rows[3] ?? rows[0], rows.at(-1)];
for (const name of ['RSS MB', 'heap MB', 'external MB', 'handles', 'files'])
  console.log(`${name}: ${early?.[name]} in the second minute, ${late?.[name]} in the last`);
for (const [text, times] of logged) console.log(`logged ${times} times: ${text}`);

const stopping = performance.now();
server.kill('SIGTERM');
await new Promise((resolve) => server.once('exit', resolve));
console.log(`ended ${Math.round(performance.now() - stopping)} ms after SIGTERM`);
upstream.close();

function rowOf(minute: number): Record<string, string | number> {
  const seen = samples;
  const { answered, busy, errors } = tally;
  samples = [];
  tally = new Tally();
  const mean = (of: (sample: Sample) => number) =>
    seen.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, seen.length);
  const failed = Object.entries(errors).map(([what, times]) => `${times} × ${what}`);
  return {
    minute,
    ...Object.fromEntries(
      ['API', 'judged', 'A1111', 'stream', 'given up', 'cut off'].map((kind) => [kind, answered[kind] ?? 0]),
    ),
    busy,
    'RSS MB': megabytes(mean(({ rss }) => rss)),
    'heap MB': megabytes(mean(({ heapUsed }) => heapUsed)),
    'external MB': megabytes(mean(({ external }) => external)),
    handles: Math.round(mean(({ resources }) => resources)),
    files: readdirSync(`/proc/${server.pid}/fd`).length,
    'delay p99 ms': Math.round(mean(({ delayP99 }) => delayP99)),
    'delay max ms': Math.round(Math.max(0, ...seen.map(({ delayMax }) => delayMax))),
    errors: failed.join('; '),
  };
}
