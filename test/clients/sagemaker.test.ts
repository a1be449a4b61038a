import {
  InvokeEndpointAsyncCommand,
  InvokeEndpointCommand,
  type InvokeEndpointCommandInput,
  InvokeEndpointWithResponseStreamCommand,
  ModelError,
  SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime';
import { sagemakerRuntime } from '@shoji/edge-proxy';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../upstreams/pictures.ts';
import { startSageMaker } from '../upstreams/sagemaker/server.ts';
import { BANNED, fromBase64, type RunningProxy, seen, startProxy } from './support.ts';

const green = (await picture('green')).toString('base64');
const OPERATOR = { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' };
const KEY = 'a-key-of-the-proxy';

let upstream: UpstreamServer;
let proxy: RunningProxy;
let placeholders: RunningProxy;
let guarded: RunningProxy;
beforeAll(async () => {
  upstream = await startSageMaker();
  const options = { endpointUrl: upstream.url, region: 'eu-west-1', credentials: OPERATOR };
  proxy = await startProxy([sagemakerRuntime(options)]);
  placeholders = await startProxy([sagemakerRuntime({ ...options, blocked: 'placeholder' })]);
  guarded = await startProxy([sagemakerRuntime({ ...options, endpoints: ['sd21'] })], { keys: [KEY] });
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close(), placeholders.close(), guarded.close()]));

const clientAt = ({ url }: RunningProxy, secretAccessKey = 'anything') =>
  new SageMakerRuntimeClient({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'AKIDCLIENT', secretAccessKey },
  });

/** Calls an endpoint as an app does. */
async function invoke(body: unknown, more: Partial<InvokeEndpointCommandInput> = {}, at = proxy) {
  const Body = typeof body === 'string' ? body : JSON.stringify(body);
  const input = {
    EndpointName: 'sd21',
    ContentType: 'application/json',
    Accept: 'application/json;jpeg',
    Body,
    ...more,
  };
  const answer = await clientAt(at).send(new InvokeEndpointCommand(input));
  return JSON.parse(new TextDecoder().decode(answer.Body));
}
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('should have failed'),
    (error: unknown) => error,
  );
const sent = () => JSON.parse(String(upstream.requests[0]?.body));

describe('the AWS SDK with the proxy as endpoint', () => {
  it('gets its pictures; the request is signed again for the operator, with the negative prompt added', async () => {
    const { generated_images, prompt } = await invoke({
      prompt: 'a green dog',
      num_images_per_prompt: 2,
      seed: 7,
    });
    expect(prompt).toBe('a green dog');
    expect(generated_images).toHaveLength(2);
    expect(await seen(fromBase64(generated_images[0]))).toEqual({
      colour: 'green',
      format: 'png',
      note: false,
    });
    expect(upstream.requests[0]?.headers.authorization).toMatch(
      /Credential=AKIDOPERATOR\/\d+\/eu-west-1\/sagemaker/,
    );
    expect(sent()).toMatchObject({
      prompt: 'a green dog',
      negative_prompt: expect.stringMatching(/\w+/),
      seed: 7,
    });
  });

  it('gets the requested format: rows of pixels, one base64 picture, SDXL’s, the marketplace’s, bytes', async () => {
    const { generated_images } = await invoke({ prompt: 'a green dog' }, { Accept: 'application/json' });
    expect(generated_images[0].length).toBe(64);
    expect(generated_images[0][0][0]).toEqual([0x20, 0xa0, 0x40]);
    const text = { ContentType: 'application/x-text' };
    for (const body of ['a green dog', '"a green dog"']) {
      const { generated_image } = await invoke(body, text);
      expect(await seen(fromBase64(generated_image))).toMatchObject({ colour: 'green' });
    }
    const xl = {
      text_prompts: [
        { text: 'a green dog', weight: 1 },
        { text: 'fog', weight: -1 },
      ],
    };
    expect(
      await seen(fromBase64((await invoke(xl, { EndpointName: 'sdxl' })).generated_image)),
    ).toMatchObject({ colour: 'green' });
    const [artifact] = (await invoke(xl, { EndpointName: 'marketplace' })).artifacts;
    expect(artifact).toMatchObject({ seed: 7, finishReason: 'SUCCESS', base64: expect.any(String) });
    const bytes = await clientAt(proxy).send(
      new InvokeEndpointCommand({
        EndpointName: 'sd21',
        ContentType: 'application/json',
        Accept: 'image/png',
        Body: '{"prompt":"a green dog"}',
      }),
    );
    expect(bytes.ContentType).toBe('image/png');
    expect(await seen(bytes.Body ?? new Uint8Array())).toMatchObject({ colour: 'green' });
  });

  it('merges each negative prompt of a list, and SDXL’s text of weight -1', async () => {
    await invoke({ prompt: ['a green dog', 'a green cat'], negative_prompt: ['fog', ''] });
    const [first, second] = sent().negative_prompt;
    expect(first).toBe(`${second}, fog`);
    upstream.reset();
    await invoke({ text_prompts: [{ text: 'a green dog' }] }, { EndpointName: 'sdxl' });
    expect(sent().text_prompts[1]).toEqual({ text: second, weight: -1 });
  });

  it('gets one ModelError for a refused prompt, and one for a withheld picture', async () => {
    const refused = await failure(invoke({ prompt: BANNED }));
    expect(refused).toBeInstanceOf(ModelError);
    expect(refused).toMatchObject({
      OriginalMessage: 'The prompt was refused. Reason: toxic language.',
      OriginalStatusCode: 422,
    });
    expect(upstream.requests).toEqual([]);
    expect(await failure(invoke({ prompt: 'a crimson dog' }))).toMatchObject({
      name: 'ModelError',
      OriginalMessage: 'This picture is withheld. Reason: nudity.',
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it('gets a blurred picture as a picture, and a label if the operator chose so', async () => {
    const { generated_images } = await invoke({ prompt: 'an azure dog' });
    expect(await seen(fromBase64(generated_images[0]))).toMatchObject({ colour: 'azure', format: 'jpeg' });
    for (const prompt of ['a crimson dog', BANNED]) {
      const shown = await invoke({ prompt }, {}, placeholders);
      expect(await seen(fromBase64(shown.generated_images[0]))).toMatchObject({ colour: 'paper' });
    }
  });

  it('sends input images, which are judged first', async () => {
    const image = async (colour: 'green' | 'crimson') => (await picture(colour)).toString('base64');
    const jpeg = { ContentType: 'application/json;jpeg' };
    await invoke(
      { prompt: 'a green dog', image: await image('green'), mask_image: await image('green') },
      jpeg,
    );
    expect(upstream.requests[0]?.headers['content-type']).toBe('application/json;jpeg');
    expect(await seen(fromBase64(sent().image))).toMatchObject({ colour: 'green', note: false });
    upstream.reset();
    expect(await failure(invoke({ prompt: 'a dog', image: await image('crimson') }, jpeg))).toMatchObject({
      OriginalMessage: 'The picture sent was refused. Reason: nudity.',
    });
    expect(upstream.requests).toEqual([]);
  });

  it('gets a container’s error unchanged', async () => {
    expect(await failure(invoke({ prompt: 'a dog' }, { EndpointName: 'failing' }))).toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 500,
      OriginalMessage: 'out of memory',
    });
  });

  it('gets the reason why streams and asynchronous calls are closed', async () => {
    const stream = new InvokeEndpointWithResponseStreamCommand({
      EndpointName: 'sd21',
      Body: '{"prompt":"a dog"}',
    });
    expect(String(await failure(clientAt(proxy).send(stream)))).toContain(
      'cannot be screened before it is whole',
    );
    const later = new InvokeEndpointAsyncCommand({
      EndpointName: 'sd21',
      InputLocation: 's3://bucket/in.json',
    });
    expect(String(await failure(clientAt(proxy).send(later)))).toContain('names its prompt in S3');
    expect(upstream.requests).toEqual([]);
  });

  it('stops the upstream when it disconnects', async () => {
    const gone = new AbortController();
    const arrived = upstream.next();
    const command = new InvokeEndpointCommand({
      EndpointName: 'silent',
      ContentType: 'application/json',
      Body: '{"prompt":"a dog"}',
    });
    const call = clientAt(proxy).send(command, { abortSignal: gone.signal });
    const { abandoned } = await arrived;
    gone.abort();
    await expect(call).rejects.toThrow(/abort/i);
    await abandoned;
  });
});

describe('a proxy with keys', () => {
  it('needs one of them as the secret that the client signs with', async () => {
    const ask = (secret: string) =>
      clientAt(guarded, secret).send(
        new InvokeEndpointCommand({
          EndpointName: 'sd21',
          ContentType: 'application/json',
          Body: '{"prompt":"a green dog"}',
        }),
      );
    expect(await failure(ask('guessed'))).toMatchObject({ name: 'AccessDeniedException' });
    expect(upstream.requests).toEqual([]);
    await ask(KEY);
    expect(upstream.requests).toHaveLength(1);
  });

  it('opens only the endpoints that the operator names', async () => {
    const call = clientAt(guarded, KEY).send(
      new InvokeEndpointCommand({ EndpointName: 'other', Body: '{"prompt":"a dog"}' }),
    );
    expect(String(await failure(call))).toContain('not allowed');
  });
});

describe('parameters in headers', () => {
  const attributes = () => upstream.requests[0]?.headers['x-amzn-sagemaker-custom-attributes'];

  it('reach the container if they choose something by name', async () => {
    const more = { TargetModel: 'models/sd.tar.gz', InferenceId: 'c000b4f9-df62-4c85-a0bf-7c525f9104a4' };
    await invoke({ prompt: 'a dog' }, { ...more, CustomAttributes: 'trace-7,accept_eula=true' });
    expect(attributes()).toBe('trace-7;accept_eula=true');
    expect(upstream.requests[0]?.headers).toMatchObject({
      'x-amzn-sagemaker-target-model': 'models/sd.tar.gz',
      'x-amzn-sagemaker-inference-id': more.InferenceId,
    });
  });

  it('are dropped if their meaning is unknown', async () => {
    await invoke({ prompt: 'a dog' }, { CustomAttributes: 'accept_eula=true;safety_checker=off' });
    expect(attributes()).toBe('accept_eula=true');
  });

  it.each([
    ['a picture', { CustomAttributes: green }],
    ['an address', { CustomAttributes: 'image=https://example.com/a' }],
    ['a picture as an id', { InferenceId: green.slice(0, 64) }],
    ['an address of a model', { TargetModel: 's3://bucket/sd.tar.gz' }],
    ['a path', { TargetModel: '/opt/ml/sd.tar.gz' }],
  ])('are refused if they could hold %s', async (_, more) => {
    await failure(invoke({ prompt: 'a dog' }, more));
    expect(upstream.requests).toHaveLength(0);
  });
});

describe('a body that is text, not JSON', () => {
  it.each([
    ['as it is', (text: string) => text],
    ['quoted', JSON.stringify],
  ])('is read as a prompt, not as a picture, %s', async (_, write) => {
    const asText = { ContentType: 'application/x-text' };
    await failure(invoke(write(`a dog ${green}`), asText));
    expect(upstream.requests).toHaveLength(0);
    await invoke(write('a dog in a suit'), { ...asText, Accept: 'application/json' });
    expect(upstream.heard()).toContain('a dog in a suit');
  });
});
