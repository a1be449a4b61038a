import { type ClientRequest, request } from 'node:http';
import { startRealProxy } from '../../browser/real-proxy.ts';
import { type HostileCase, type HostileRow, peakMegabytes } from './case.ts';

const BODY = Buffer.alloc(23_000_000, 0x20);
const CLIENTS = 60;

/** Many clients that send most of a large body, and then nothing more. */
export const slowBodies: HostileCase = {
  name: 'slow-bodies',
  title: `${CLIENTS} bodies of ${BODY.length / 1_000_000} MB that never end; the peak so far`,
  measure: async () => {
    const proxy = await startRealProxy(['--policy', 'standard']);
    const { hostname, port } = new URL(proxy.origin);
    const calls: ClientRequest[] = [];
    /** The status of a refusal, or undefined for an accepted body. */
    const begin = () =>
      new Promise<number | undefined>((resolve) => {
        const headers = { 'Content-Type': 'application/json', 'Content-Length': BODY.length + 1 };
        const call = request({ hostname, port, method: 'POST', path: '/v1/moderations', headers });
        calls.push(call);
        call.on('error', () => resolve(undefined));
        call.on('response', (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        call.write(BODY, () => resolve(undefined));
      });
    const generate = async () => {
      const start = performance.now();
      const headers = { 'Content-Type': 'application/json' };
      const body = JSON.stringify({ prompt: 'a dog in a suit' });
      const response = await fetch(`${proxy.origin}/v1/generations`, { method: 'POST', headers, body });
      await response.arrayBuffer();
      return { status: String(response.status), seconds: Math.round(performance.now() - start) / 1_000 };
    };
    const rows: HostileRow[] = [];
    const tell = (what: string, told: object = {}) =>
      rows.push({ what, status: '', seconds: 0, ...told, 'peak MB': peakMegabytes(proxy.pid) });
    tell('a plain generation', await generate());
    const start = performance.now();
    const refused = (await Promise.all(Array.from({ length: CLIENTS }, begin))).filter((status) => status);
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    tell('the bodies', { status: `${refused.length} × ${[...new Set(refused)].join(', ')}`, seconds });
    tell('a plain generation beside them', await generate());
    for (const call of calls) call.destroy();
    await proxy.stop();
    return rows;
  },
};
