import { startRealProxy } from '../../browser/real-proxy.ts';
import { promisedPng } from '../../hostile-pictures.ts';
import { noisePicture } from '../pictures.ts';
import { type HostileCase, type HostileRow, peakMegabytes } from './case.ts';

const MEGABYTE = 1_000_000;

/** Large bodies, bodies that are no JSON and pixel bombs, one request after another. */
export const requestBodies: HostileCase = {
  name: 'request-bodies',
  title: 'Hostile request bodies, one after another; the peak so far',
  measure: async () => {
    const proxy = await startRealProxy(['--policy', 'standard']);
    const picture = await noisePicture(512);
    const send = async (path: string, body: BodyInit, times: number): Promise<string> => {
      const statuses = new Set<number>();
      for (let index = 0; index < times; index++) {
        const headers = { 'Content-Type': 'application/json' };
        const response = await fetch(proxy.origin + path, { method: 'POST', headers, body });
        await response.arrayBuffer();
        statuses.add(response.status);
      }
      return [...statuses].join(', ');
    };
    const generation = JSON.stringify({ prompt: 'a dog in a suit', n: 1 });
    const requests: [string, () => Promise<string>][] = [
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
    const rows: HostileRow[] = [{ requests: 'at start', status: '', 'peak MB': peakMegabytes(proxy.pid) }];
    for (const [name, run] of requests)
      rows.push({ requests: name, status: await run(), 'peak MB': peakMegabytes(proxy.pid) });
    await proxy.stop();
    return rows;
  },
};

function judge(pictures: readonly Uint8Array[]): string {
  const input = pictures.map((bytes) => ({ type: 'image', b64: Buffer.from(bytes).toString('base64') }));
  return JSON.stringify({ input });
}
