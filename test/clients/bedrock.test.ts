import { connect, constants } from 'node:http2';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { bedrockRuntime } from '@shoji/edge-proxy';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBedrock } from '../upstreams/bedrock/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { BANNED, fromBase64, type RunningProxy, seen, startProxy } from './support.ts';

const OPERATOR = { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' };
const KEY = 'a-key-of-the-proxy';
const CORE = 'stability.stable-image-core-v1:1';
const XL = 'stability.stable-diffusion-xl-v1';

let upstream: UpstreamServer;
let proxies: Record<'native' | 'error' | 'placeholder' | 'guarded', RunningProxy>;
beforeAll(async () => {
  upstream = await startBedrock();
  const options = { endpointUrl: upstream.url, region: 'us-west-2', credentials: OPERATOR };
  proxies = {
    native: await startProxy([bedrockRuntime(options)]),
    error: await startProxy([bedrockRuntime({ ...options, blocked: 'error' })]),
    placeholder: await startProxy([bedrockRuntime({ ...options, blocked: 'placeholder' })]),
    guarded: await startProxy([bedrockRuntime(options)], { keys: [KEY] }),
  };
});
const opened: BedrockRuntimeClient[] = [];
afterEach(() => {
  upstream.reset();
  for (const client of opened.splice(0)) client.destroy();
});
afterAll(() => Promise.all([upstream.close(), ...Object.values(proxies).map((proxy) => proxy.close())]));

/** A client as an app makes one; HTTP/2 is its default. */
function clientAt({ url }: RunningProxy, secretAccessKey = 'anything', http1 = false): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'AKIDCLIENT', secretAccessKey },
    ...(http1 && { requestHandler: new NodeHttpHandler() }),
  });
  opened.push(client);
  return client;
}
async function invoke(body: object, client = clientAt(proxies.native), modelId = CORE) {
  const { body: answer } = await client.send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }));
  return JSON.parse(new TextDecoder().decode(answer));
}
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('should have failed'),
    (error: unknown) => error,
  );
const sent = () => JSON.parse(String(upstream.requests[0]?.body));

describe.each([
  ['HTTP/2', false],
  ['HTTP/1.1', true],
])('the Bedrock SDK over %s', (_, http1) => {
  const client = () => clientAt(proxies.native, 'anything', http1);

  it('gets its picture; the request is signed again for the operator, with the negative prompt added', async () => {
    const { images, seeds, finish_reasons } = await invoke({ prompt: 'a green dog', seed: 7 }, client());
    expect({ seeds, finish_reasons }).toEqual({ seeds: [7], finish_reasons: [null] });
    expect(await seen(fromBase64(images[0]))).toEqual({ colour: 'green', format: 'png', note: false });
    expect(upstream.requests[0]?.headers.authorization).toMatch(
      /Credential=AKIDOPERATOR\/\d+\/us-west-2\/bedrock/,
    );
    expect(upstream.requests[0]?.path).toBe(`/model/${encodeURIComponent(CORE)}/invoke`);
    expect(sent().negative_prompt).toMatch(/\w+/);
  });

  it('gets a refused prompt and a withheld picture in the models’ format', async () => {
    expect(await invoke({ prompt: BANNED }, client())).toMatchObject({
      finish_reasons: ['Filter reason: prompt'],
      images: [],
    });
    expect(upstream.requests).toEqual([]);
    expect(await invoke({ prompt: 'a crimson dog' }, client())).toMatchObject({
      finish_reasons: ['Filter reason: output image'],
      images: [],
    });
  });
});

describe('the Bedrock SDK', () => {
  it('gets blurred pictures as pictures, and several of SDXL in its JSON', async () => {
    const { images } = await invoke({ prompt: 'an azure dog' });
    expect(await seen(fromBase64(images[0]))).toMatchObject({ colour: 'azure', format: 'jpeg' });
    upstream.reset();
    const { artifacts } = await invoke(
      { text_prompts: [{ text: 'a green dog' }], samples: 2 },
      clientAt(proxies.native),
      XL,
    );
    expect(artifacts).toMatchObject([{ finishReason: 'SUCCESS' }, { finishReason: 'SUCCESS' }]);
    expect(sent().text_prompts[1]).toMatchObject({ weight: -1 });
    const filtered = await invoke({ text_prompts: [{ text: BANNED }] }, clientAt(proxies.native), XL);
    expect(filtered.artifacts).toMatchObject([{ finishReason: 'CONTENT_FILTERED' }]);
  });

  it('gets an error, or a label, as the operator chose', async () => {
    expect(await failure(invoke({ prompt: BANNED }, clientAt(proxies.error)))).toMatchObject({
      name: 'ValidationException',
      message: 'The prompt was refused. Reason: toxic language.',
    });
    const { images, finish_reasons } = await invoke(
      { prompt: 'a crimson dog' },
      clientAt(proxies.placeholder),
    );
    expect(await seen(fromBase64(images[0]))).toMatchObject({ colour: 'paper' });
    expect(finish_reasons).toEqual(['Filter reason: output image']);
  });

  it('sends input images, which are judged first', async () => {
    const image = (await picture('crimson')).toString('base64');
    expect(await invoke({ prompt: 'a dog', image, mode: 'image-to-image' })).toMatchObject({
      finish_reasons: ['Filter reason: input image'],
    });
    expect(upstream.requests).toEqual([]);
  });

  it('gets the model’s filter results and errors unchanged', async () => {
    expect(await invoke({ prompt: 'filtered' })).toMatchObject({ finish_reasons: ['Filter reason: prompt'] });
    const once = { maxAttempts: 1 };
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: proxies.native.url,
      credentials: OPERATOR,
      ...once,
    });
    opened.push(client);
    expect(await failure(invoke({ prompt: 'throttled' }, client))).toMatchObject({
      name: 'ServiceUnavailableException',
    });
  });

  it('gets an error that says that other models and operations are closed', async () => {
    const client = clientAt(proxies.native);
    expect(
      String(await failure(invoke({ prompt: 'a dog' }, client, 'amazon.titan-image-generator-v1'))),
    ).toContain('Stability');
    const stream = new InvokeModelWithResponseStreamCommand({ modelId: CORE, body: '{"prompt":"a dog"}' });
    expect(String(await failure(client.send(stream)))).toContain('does not pass');
    const chat = new ConverseCommand({
      modelId: CORE,
      messages: [{ role: 'user', content: [{ text: BANNED }] }],
    });
    expect(String(await failure(client.send(chat)))).toContain('does not pass');
    expect(upstream.requests).toEqual([]);
  });

  it.each([false, true])('signs with a key of the proxy if it has keys (HTTP/1.1: %s)', async (http1) => {
    const refused = invoke({ prompt: 'a green dog' }, clientAt(proxies.guarded, 'guessed', http1));
    expect(await failure(refused)).toMatchObject({ name: 'AccessDeniedException' });
    const { images } = await invoke({ prompt: 'a green dog' }, clientAt(proxies.guarded, KEY, http1));
    expect(images).toHaveLength(1);
  });
});

describe('a client that disconnects', () => {
  const body = '{"prompt":"silence"}';

  it('stops the upstream', async () => {
    const gone = new AbortController();
    const arrived = upstream.next();
    const command = new InvokeModelCommand({ modelId: CORE, body });
    const call = clientAt(proxies.native, 'anything', true).send(command, { abortSignal: gone.signal });
    const { abandoned } = await arrived;
    gone.abort();
    await expect(call).rejects.toThrow(/abort/i);
    await abandoned;
  });

  it('stops the upstream over HTTP/2, where the SDK sends no RST_STREAM', async () => {
    const session = connect(proxies.native.url);
    const arrived = upstream.next();
    const stream = session.request({
      ':method': 'POST',
      ':path': `/model/${encodeURIComponent(CORE)}/invoke`,
    });
    stream.end(body);
    const { abandoned } = await arrived;
    stream.close(constants.NGHTTP2_CANCEL);
    await abandoned;
    session.destroy();
  });
});
