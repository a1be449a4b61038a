/**
 * Peak memory of a real server under hostile requests: `node test/bench/hostile.ts` (Linux: it reads /proc).
 * Each row sends its requests one after another and shows their status and the server's highest resident size so far.
 */
import { readFileSync } from 'node:fs';
import { startRealProxy } from '../browser/real-proxy.ts';
import { promisedPng } from '../hostile-pictures.ts';
import { noisePicture } from './pictures.ts';

const MEGABYTE = 1_000_000;
const proxy = await startRealProxy('standard');

const judge = (pictures: readonly Uint8Array[]) => {
  const input = pictures.map((bytes) => ({ type: 'image', b64: Buffer.from(bytes).toString('base64') }));
  return JSON.stringify({ input });
};

async function send(path: string, body: BodyInit, times: number): Promise<string> {
  const statuses = new Set<number>();
  for (let index = 0; index < times; index++) {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(proxy.origin + path, { method: 'POST', headers, body });
    await response.arrayBuffer();
    statuses.add(response.status);
  }
  return [...statuses].join(', ');
}

function peakMegabytes(): number {
  const [, kilobytes = '0'] =
    /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${proxy.pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1000);
}

const picture = await noisePicture(512);
const generation = JSON.stringify({ prompt: 'a dog in a suit', n: 1 });
const rows: [string, () => Promise<string>][] = [
  ['10 plain generations', () => send('/v1/generations', generation, 10)],
  [
    '16 plain pictures in one request, 5 times',
    () => send('/v1/moderations', judge(Array(16).fill(picture)), 5),
  ],
  ['a body of 40 MB, 20 times', () => send('/v1/moderations', Buffer.alloc(40 * MEGABYTE, 0x20), 20)],
  [
    '16 pixel bombs in one request, 20 times',
    () => send('/v1/moderations', judge(Array(16).fill(promisedPng(20_000))), 20),
  ],
  [
    'a body of 23 MB that is no JSON, 10 times',
    () => send('/v1/moderations', Buffer.alloc(23 * MEGABYTE, 0x5b), 10),
  ],
];

const table = [{ requests: 'at start', status: '', 'peak MB': peakMegabytes() }];
for (const [requests, run] of rows) table.push({ requests, status: await run(), 'peak MB': peakMegabytes() });
console.table(table);
await proxy.stop();
