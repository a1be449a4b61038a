import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startRealProxy } from '../../browser/real-proxy.ts';
import { noisePicture } from '../pictures.ts';
import { type HostileCase, type HostileRow, peakMegabytes } from './case.ts';

const MEGABYTE = 1_000_000;
const SPACES = Buffer.alloc(MEGABYTE, 0x20);

/** Answers of an upstream that are far larger than pictures, four at once. */
export const upstreamAnswers: HostileCase = {
  name: 'upstream-answers',
  title: 'Four large answers of an upstream at once; the peak so far',
  measure: async () => {
    const picture = Buffer.from(await noisePicture(512)).toString('base64');
    let answer: (response: ServerResponse) => Promise<void> = async () => {};
    const upstream = createServer((request, response) => {
      request.resume().on('end', () => void answer(response).catch(() => response.destroy()));
    });
    upstream.listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const { port } = upstream.address() as AddressInfo;
    const options = ['--policy', 'standard', '--upstream', `openai=http://127.0.0.1:${port}`];
    const proxy = await startRealProxy(options);

    const call = async (): Promise<number> => {
      const response = await fetch(`${proxy.origin}/v1/images/generations`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ prompt: 'a dog in a suit' }),
      });
      await response.arrayBuffer();
      return response.status;
    };
    /** JSON with a picture, and spaces around it up to its size. */
    const sized = (megabytes: number, declared: boolean) => async (response: ServerResponse) => {
      const text = `{"created":1,"data":[{"b64_json":"${picture}"}]}`;
      const pieces = Array.from({ length: megabytes }, () => SPACES);
      if (declared) response.setHeader('Content-Length', megabytes * MEGABYTE + text.length);
      await pipeline(Readable.from([...pieces, Buffer.from(text)]), response);
    };
    const rows: HostileRow[] = [
      { answers: 'at start', status: '', seconds: 0, 'peak MB': peakMegabytes(proxy.pid) },
    ];
    const measured = async (answers: string, how: typeof answer) => {
      answer = how;
      const start = performance.now();
      const statuses = await Promise.all([call(), call(), call(), call()]);
      const seconds = Math.round((performance.now() - start) / 100) / 10;
      rows.push({ answers, status: statuses.join(', '), seconds, 'peak MB': peakMegabytes(proxy.pid) });
    };
    await measured('4 × a picture of 512 px', sized(0, true));
    await measured('4 × 60 MB', sized(60, false));
    await measured('4 × 1 GB, declared', sized(1_000, true));
    await measured('4 × 1 GB, not declared', sized(1_000, false));
    await measured('4 × 190 MB, declared', sized(190, true));
    await proxy.stop();
    upstream.closeAllConnections();
    upstream.close();
    return rows;
  },
};
