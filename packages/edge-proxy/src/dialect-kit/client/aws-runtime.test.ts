import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Handler, json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { record, word } from '../answers/shape.ts';
import { callOf } from '../call/call.test-helper.ts';
import { screenTexts } from '../screening/screen-texts.ts';
import { type ScreenedBody, screenedText } from '../screening/screened-body.ts';
import { invokeEndpoint, invokeModel } from './aws-runtime.ts';
import { readJsonAnswer } from './read-answer.ts';

let server: UpstreamServer;
let handler: Handler;
let body: ScreenedBody;
beforeAll(async () => {
  server = await startRecorder((request, response) => handler(request, response));
  body = screenedText(await screenTexts(callOf(), { prompts: [], names: [] }), 'application/json');
});
beforeEach(() => {
  server.reset();
  handler = (_, response) => json(response, { name: 'a' });
});
afterAll(() => server.close());

const SERVICES = {
  SageMaker: { make: invokeEndpoint, path: '/endpoints/one/invocations' },
  Bedrock: { make: invokeModel, path: '/model/one/invoke' },
};

describe.each(Object.entries(SERVICES))('%s', (_, { make, path }) => {
  const invoke = (signal = new AbortController().signal) =>
    make({
      region: 'us-west-2',
      endpointUrl: server.url,
      credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
    })({ name: 'one', body, accept: 'application/json' }, signal);
  const failing = (status: number, type: string, said: object) => {
    handler = (__, response) => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
      response.end(JSON.stringify(said));
    };
  };

  it('is called once, with the operator’s signature', async () => {
    const answer = await invoke();
    expect([answer.status, answer.kind]).toEqual([200, 'json']);
    expect((await readJsonAnswer(answer)).screened(record({ name: word() })).value).toEqual({ name: 'a' });
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        path,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          authorization: expect.stringContaining('Credential=AKIDOPERATOR/'),
        },
      },
    ]);
  });

  it('returns an error with its name, and does not retry', async () => {
    failing(400, 'ValidationException', { message: 'no such size', secret: 'x' });
    const failed = await invoke().catch((error: unknown) => error);
    expect(failed).toMatchObject({ status: 400, code: 'generator_rejected' });
    expect(failed).toHaveProperty('body', { name: 'ValidationException', Message: 'no such size' });
    failing(500, 'InternalServerException', { message: 'down' });
    await expect(invoke()).rejects.toMatchObject({ status: 500 });
    expect(server.requests).toHaveLength(2);
  });

  it('passes on an error’s name up to 128 letters, and its message up to 4,000', async () => {
    const [name, message] = ['Exceptions'.repeat(13), 'no such size '.repeat(308)];
    const [longest, longer] = [name.slice(0, 128), name.slice(0, 129)];
    failing(400, longest, { message: message.slice(0, 4_000) });
    await expect(invoke()).rejects.toHaveProperty('body', {
      name: longest,
      Message: message.slice(0, 4_000),
    });
    failing(400, longer, { message: message.slice(0, 4_001) });
    const error = await invoke().catch((cause: unknown) => cause);
    expect(error).toMatchObject({ status: 400, body: {} });
    expect(error).not.toHaveProperty('body.name');
    expect(error).not.toHaveProperty('body.Message');
  });

  it('reports that a service is busy', async () => {
    failing(429, 'ThrottlingException', { message: 'slow down' });
    await expect(invoke()).rejects.toMatchObject({ status: 429, code: 'generator_busy' });
  });

  it('does not reveal to a client that the operator’s access is denied', async () => {
    failing(403, 'AccessDeniedException', { message: 'arn of a secret' });
    const error = await invoke().catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'generator_failed', message: 'The model’s service cannot be used.' });
    expect(error).not.toHaveProperty('body');
  });

  it('aborts when its client disconnects', async () => {
    const gone = new AbortController();
    handler = () => gone.abort(new Error('gone'));
    await expect(invoke(gone.signal)).rejects.toThrow('gone');
  });
});

it('returns the container’s message in its ModelError', async () => {
  handler = (_, response) => {
    response.writeHead(424, { 'content-type': 'application/json', 'x-amzn-errortype': 'ModelError' });
    response.end(
      JSON.stringify({
        Message: 'failed',
        OriginalMessage: 'bad size',
        OriginalStatusCode: 400,
        LogStreamArn: 'arn:x',
      }),
    );
  };
  const credentials = { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' };
  const invoke = invokeEndpoint({ region: 'us-west-2', endpointUrl: server.url, credentials });
  await expect(
    invoke({ name: 'one', body, accept: undefined }, new AbortController().signal),
  ).rejects.toHaveProperty('body', {
    ...{ name: 'ModelError', Message: 'failed', OriginalMessage: 'bad size', OriginalStatusCode: 400 },
    LogStreamArn: 'arn:x',
  });
});
