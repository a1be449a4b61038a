import { type ConformanceCase, demand } from '@shoji/core/testing';
import { shadesOf } from '../pictures.ts';
import type { RawAnswer } from '../raw.ts';
import { answerWith, type Bench, bodyWith, requestOf, withBench } from './bench.ts';
import type { DialectSample } from './sample.ts';

const PROXY_KEY = 'the-proxys-own-key';
const CLIENT_KEY = 'the-clients-own-key';

/** The cases about the keys of the client, the proxy and the operator. */
export function keyCases({ make, operators, routes }: DialectSample): ConformanceCase[] {
  /** Calls each route under an `Authorization`; resolves with the statuses and all headers that the server received. */
  const askAll = async (bench: Bench, authorization?: string) => {
    const answers: RawAnswer[] = [];
    const headers: Record<string, unknown>[] = [];
    for (const route of routes) {
      const green = await shadesOf('green');
      bench.tell(answerWith(route, green));
      const request = requestOf(route, bodyWith(route, green));
      const own = authorization === undefined ? {} : { authorization };
      answers.push(await bench.ask({ ...request, headers: { ...request.headers, ...own } }));
      headers.push(...bench.heard.map((each) => each.headers));
    }
    return { answers, headers };
  };
  const cases: ConformanceCase[] = [
    {
      name: 'asks nothing of the server for a client without the proxy’s key',
      run: () =>
        withBench(
          make,
          async (bench) => {
            for (const key of [undefined, `Bearer ${CLIENT_KEY}`, `Basic ${btoa(`any:${CLIENT_KEY}`)}`]) {
              const { answers, headers } = await askAll(bench, key);
              demand(headers.length === 0, 'the server was asked for a client without a key');
              demand(
                answers.every(({ status }) => status >= 400),
                'a client without a key was not refused',
              );
            }
          },
          [PROXY_KEY],
        ),
    },
    {
      name: 'keeps the proxy’s key from the server',
      run: () =>
        withBench(
          make,
          async (bench) => {
            for (const key of [`Bearer ${PROXY_KEY}`, `Basic ${btoa(`any:${PROXY_KEY}`)}`]) {
              const { headers } = await askAll(bench, key);
              const told = JSON.stringify(headers);
              const [, secret = key] = key.split(' ');
              demand(
                !told.includes(PROXY_KEY) && !told.includes(secret),
                'the server got the key of the proxy',
              );
            }
          },
          [PROXY_KEY],
        ),
    },
  ];
  if (operators === undefined) return cases;
  const { authorization } = operators;
  return [
    ...cases,
    {
      name: 'calls the server under the operator’s key, and never under the client’s',
      run: () =>
        withBench(operators.make, async (bench) => {
          const { headers } = await askAll(bench, `Bearer ${CLIENT_KEY}`);
          demand(headers.length > 0, 'the server was not asked');
          demand(
            headers.every((each) => each.authorization === authorization),
            `the server was asked under ${headers.map((each) => each.authorization).join(', ')}`,
          );
          demand(!JSON.stringify(headers).includes(CLIENT_KEY), 'the server got the key of the client');
        }),
    },
    {
      name: 'calls the server under the client’s key where the operator has none',
      run: () =>
        withBench(make, async (bench) => {
          const { headers } = await askAll(bench, `Bearer ${CLIENT_KEY}`);
          demand(headers.length > 0, 'the server was not asked');
          demand(
            headers.every((each) => each.authorization === `Bearer ${CLIENT_KEY}`),
            'the client’s own key did not reach the server',
          );
        }),
    },
  ];
}
