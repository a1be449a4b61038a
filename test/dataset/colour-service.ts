import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { CheckReport } from '@shoji/core';

export interface ColourService {
  readonly url: string;
  /** Calls so far. */
  readonly calls: number;
  /** Called with the number of each call; the answer waits for its promise. */
  onCall: (call: number) => void | Promise<void>;
  /** When set, every call is answered with this HTTP status. */
  fail: number | undefined;
  close(): Promise<void>;
}

/**
 * A moderator's service with known answers under the standard policy: red is withheld, yellow blurred, magenta close
 * to being blurred, everything else clear.
 */
export async function startColourService(): Promise<ColourService> {
  let calls = 0;
  const server = createServer(async (request, response) => {
    calls += 1;
    const [red = 0, green = 0, blue = 0] = (await json(request)) as number[];
    await service.onCall(calls);
    if (service.fail !== undefined) response.writeHead(service.fail).end();
    else response.end(JSON.stringify(answer(red > 150, green > 150, blue > 150)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const service = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get calls() {
      return calls;
    },
    onCall: (_: number): void | Promise<void> => {},
    fail: undefined as number | undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return service;
}

function answer(red: boolean, green: boolean, blue: boolean): CheckReport {
  const usage = [{ item: 'colour.image', quantity: 1 }];
  const finding = (category: 'sexual' | 'violence', label: string, score: number): CheckReport => ({
    findings: [{ check: 'colour', category, label, score }],
    usage,
  });
  if (red && !green && !blue) return finding('sexual', 'red', 0.97);
  if (red && green && !blue) return finding('violence', 'yellow', 0.85);
  if (red && !green && blue) return finding('violence', 'magenta', 0.78);
  return { findings: [], usage };
}
