/**
 * Measures the cost of the proxy itself per request, local parts only: `npm run ts -- test/bench/own-cost.ts`.
 * Classifier, model and moderator answer at once; HTTP, JSON, rules, decoding, re-encoding and blurring are real.
 * Each row alternates with the same server's bare answer, which screens nothing, and is printed as a ratio to it.
 */
import { serve } from '@hono/node-server';
import { presets, rules, UnscreenedImage } from '@shoji/core';
import { fakeEngine, fakeModerator, fakeRules, finding } from '@shoji/core/testing';
import { createApp } from '@shoji/edge-proxy';
import { sharpCodec } from '@shoji/pixels';
import { Hono } from 'hono';
import { noisePicture } from './pictures.ts';

const WARM_UP = 60;
const ROUNDS = 15;
const PER_ROUND = 20;

const picture = await noisePicture(512);
const b64 = Buffer.from(picture).toString('base64');
const base = fakeEngine();
const engine = {
  ...base,
  rules: [rules()],
  codec: sharpCodec(),
  generator: { ...base.generator, generate: async () => ({ images: [new UnscreenedImage(picture)] }) },
};
const access = { keys: [], origins: [], maxBodyBytes: 100_000 };
const blurring = { ...engine, moderators: [fakeModerator({ findings: [finding('nudity', 0.7)] })] };
const hiding = { ...blurring, policy: { ...presets.standard, reveal: false } };
const refusing = { ...engine, rules: [rules(), fakeRules([finding('sexual')], 'more-rules')] };

const sides: Record<string, { fetch(request: Request): Response | Promise<Response> }> = {
  'bare answer, nothing screened': new Hono().post('*', async (c) => {
    await c.req.json();
    return c.json({ images: [{ b64 }] });
  }),
  'prompt refused by rules': createApp(refusing, { access }),
  'one clear picture': createApp(engine, { access }),
  'one blurred picture': createApp(hiding, { access }),
  'one blurred picture with its original': createApp(blurring, { access }),
};

const body = JSON.stringify({ prompt: 'a dog in a suit, studio light, 85mm, sharp focus', seed: 7 });

async function measure(url: string): Promise<{ wall: number; cpu: number }> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  for (let index = 0; index < PER_ROUND; index++) {
    const headers = { 'Content-Type': 'application/json' };
    await (await fetch(url, { method: 'POST', headers, body })).arrayBuffer();
  }
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - start) / PER_ROUND, cpu: (user + system) / 1000 / PER_ROUND };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const servers = await Promise.all(
  Object.entries(sides).map(
    ([name, app]) =>
      new Promise<{ name: string; url: string; close: () => void }>((resolve) => {
        const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
          resolve({ name, url: `http://127.0.0.1:${port}/v1/generations`, close: () => server.close() }),
        );
      }),
  ),
);
for (const { url } of servers) for (let index = 0; index < WARM_UP / PER_ROUND; index++) await measure(url);

const samples = new Map(servers.map(({ name }) => [name, { wall: [] as number[], cpu: [] as number[] }]));
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, url } of servers) {
    const { wall, cpu } = await measure(url);
    samples.get(name)?.wall.push(wall);
    samples.get(name)?.cpu.push(cpu);
  }
}
const [bare] = samples.values();
console.table(
  [...samples].map(([name, { wall, cpu }]) => ({
    request: name,
    'wall ms': Number(median(wall).toFixed(2)),
    'cpu ms': Number(median(cpu).toFixed(2)),
    'wall ratio': Number((median(wall) / median(bare?.wall ?? [])).toFixed(1)),
    'cpu ratio': Number((median(cpu) / median(bare?.cpu ?? [])).toFixed(1)),
  })),
);
for (const { close } of servers) close();
