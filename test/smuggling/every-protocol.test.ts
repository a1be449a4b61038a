/** Ways past the checks that do not depend on the protocol, tried on every protocol. */
import { request as open } from 'node:http';
import { automatic1111, bedrockRuntime, openai, sagemakerRuntime, type Upstream } from '@shoji/edge-proxy';
import {
  BANNED,
  REQUEST_WAYS,
  send,
  type UpstreamServer,
  type Way,
  WRITINGS,
} from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningProxy, startProxy } from '../clients/support.ts';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startBedrock } from '../upstreams/bedrock/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { startSageMaker } from '../upstreams/sagemaker/server.ts';

const aws = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
};
const PROTOCOLS: Record<
  string,
  {
    path: string;
    start(): Promise<UpstreamServer>;
    upstream(url: string): Upstream;
  }
> = {
  AUTOMATIC1111: {
    path: '/sdapi/v1/txt2img',
    start: startAutomatic1111,
    upstream: (url) => automatic1111({ url, blocked: 'error' }),
  },
  OpenAI: { path: '/v1/images/generations', start: startOpenAi, upstream: (url) => openai({ url }) },
  SageMaker: {
    path: '/endpoints/sd21/invocations',
    start: startSageMaker,
    upstream: (endpointUrl) => sagemakerRuntime({ endpointUrl, ...aws }),
  },
  Bedrock: {
    path: '/model/stability.sd3-large-v1:0/invoke',
    start: startBedrock,
    upstream: (endpointUrl) => bedrockRuntime({ endpointUrl, ...aws, blocked: 'error' }),
  },
};

const body = (text: string) => JSON.stringify({ prompt: text });
const banned = body(BANNED);
const WAYS: Readonly<Record<string, Way>> = {
  ...REQUEST_WAYS,
  ...Object.fromEntries(
    Object.entries(WRITINGS).map(([name, write]): [string, Way] => [
      name,
      ({ path }, term) => ({
        path,
        headers: { 'content-type': 'application/json' },
        body: body(write(term)),
      }),
    ]),
  ),
};

describe.each(Object.entries(PROTOCOLS))('%s', (_, protocol) => {
  let upstream: UpstreamServer;
  let proxy: RunningProxy;
  beforeAll(async () => {
    upstream = await protocol.start();
    proxy = await startProxy([protocol.upstream(upstream.url)]);
  });
  afterEach(() => upstream.reset());
  afterAll(() => Promise.all([upstream.close(), proxy.close()]));

  it.each(Object.entries(WAYS))('passes no text to the server through %s', async (_, way) => {
    const { status } = await send(
      proxy.url,
      way({ path: protocol.path, key: 'prompt', body, members: (json) => `{${json}}` }, BANNED),
    );
    // Without a request to the server there is no other reading to compare.
    expect({ heard: upstream.heard(), refused: status >= 400 }).toEqual({ heard: '', refused: true });
  });

  it('passes on no request with two lengths of its body', async () => {
    const { hostname, port } = new URL(proxy.url);
    const headers = ['content-type', 'application/json', 'content-length', '0', 'content-length', '24'];
    const status = await new Promise((resolve, reject) => {
      const call = open({ hostname, port, method: 'POST', path: protocol.path, headers }, (response) => {
        resolve(response.statusCode);
        response.resume();
      });
      call.once('error', reject);
      call.end(banned);
    });
    expect([status, upstream.heard()]).toEqual([400, '']);
  });
});
