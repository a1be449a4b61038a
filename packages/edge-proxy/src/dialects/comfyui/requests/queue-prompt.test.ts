import { finding } from '@shoji/core/testing';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../../dialect-kit/call/call.test-helper.ts';
import type { Call } from '../../../dialect-kit/call/call.ts';
import { BANNED } from '../../../testing/engine.ts';
import { SEXUALISING, withFaces } from '../../../testing/people.ts';
import { shadesOf } from '../../../testing/pictures.ts';
import { json, startRecorder, type UpstreamServer } from '../../../testing/recorder.ts';
import type { Json, JsonObject } from '../../../wire/json/strict-json.ts';
import { comfyAt, idOf } from '../comfy.test-helper.ts';
import type { Comfy } from '../comfy.ts';
import { type Nodes, pictureOf, workflowJson, workflowOf } from '../graph/workflow.test-helper.ts';
import type { Run } from '../tenants/runs.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { tenantWords } from './ask.ts';
import { queuePrompt } from './queue-prompt.ts';

const tenant = tenantOf('somebody');
const [green, crimson] = await Promise.all([shadesOf('green'), shadesOf('crimson')]);

let server: UpstreamServer;
let comfy: Comfy;
let answer: (sent: JsonObject) => readonly [status: number, body: JsonObject];
beforeEach(async () => {
  answer = ({ prompt_id = '' }) => [200, { prompt_id, number: 7, node_errors: {} }];
  server = await startRecorder(({ path, body }, response) => {
    const query = new URLSearchParams(path.slice(path.indexOf('?')));
    if (path.startsWith('/view'))
      response
        .writeHead(200, { 'content-type': 'image/png' })
        .end(query.get('filename') === 'crimson.png' ? crimson : green);
    else {
      const [status, told] = answer(JSON.parse(String(body)));
      json(response, told, status);
    }
  });
  comfy = comfyAt(server.url);
});
afterEach(() => server.close());

const graphOf = (nodes: Nodes = {}, options: Parameters<typeof pictureOf>[0] = {}) =>
  workflowJson(pictureOf(options, nodes));

async function post(body: JsonObject, parts: Partial<Call> = {}) {
  const response = await queuePrompt(comfy, callOf({ body, ...parts }));
  const told = Object(await response.json());
  return {
    status: response.status,
    headers: response.headers,
    told,
    run: comfy.runs.of(tenant, told.prompt_id),
  };
}
/** The bodies of the workflows that the server got. */
const queued = () =>
  server.requests.filter(({ path }) => path === '/prompt').map(({ body }) => JSON.parse(String(body)));

/** The data of the error with which a run ended. */
function errorOf(run: Run | undefined): unknown {
  const { messages }: { messages?: unknown } = Object(run?.history?.status);
  const found = (Array.isArray(messages) ? messages : []).find(([type]) => type === 'execution_error');
  return found?.[1];
}

describe('a workflow that is allowed', () => {
  it('is queued under the caller’s name, and its number is the server’s', async () => {
    const { status, headers, told, run } = await post({
      prompt: graphOf(),
      client_id: 'tab',
      prompt_id: idOf(1),
      extra_data: { extra_pnginfo: { a: 1 } },
    });
    expect(status).toBe(200);
    expect(told).toMatchObject({
      ...{ prompt_id: idOf(1), number: 7, node_errors: {} },
      shoji: { id: 'gen_1', decision: 'clear', prompt: 'allow', images: [] },
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-shoji-decision': 'clear',
    });
    expect(queued()).toMatchObject([
      {
        client_id: tenant.sid('tab'),
        prompt_id: idOf(1),
        extra_data: {},
        prompt: { yes: { inputs: { text: 'a cat' } } },
      },
    ]);
    expect(run).toMatchObject({
      ...{ id: idOf(1), clientId: 'tab', number: 7, graph: graphOf(), extra: { extra_pnginfo: { a: 1 } } },
      ...{ size: { width: 64, height: 64 }, finals: new Set() },
    });
    // The pictures of the run are screened with the verdict of its prompt.
    expect(run?.verdict).not.toBe(NO_PROMPT);
  });

  it('has an id of the proxy’s where its client chose none', async () => {
    const { told } = await post({ prompt: graphOf() });
    expect(told.prompt_id).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
    expect(queued()[0]).toMatchObject({ prompt_id: told.prompt_id, client_id: tenant.sid('') });
  });

  it('has the id that an old server chose', async () => {
    answer = () => [200, { prompt_id: idOf(5), number: 2 }];
    const { told, run } = await post({ prompt: graphOf(), prompt_id: idOf(1) });
    expect([told.prompt_id, told.node_errors, run?.number]).toEqual([idOf(5), {}, 2]);
    expect(comfy.runs.of(tenant, idOf(1))).toBeUndefined();
  });

  it('is known before the server has answered', async () => {
    let known: unknown;
    answer = ({ prompt_id = '' }) => {
      known = comfy.runs.of(tenant, String(prompt_id));
      return [200, { prompt_id, number: 1 }];
    };
    await post({ prompt: graphOf(), prompt_id: idOf(1) });
    expect(known).toMatchObject({ id: idOf(1) });
  });

  it('distinguishes the outputs whose frames are results', async () => {
    const nodes: Nodes = {
      ws: ['SaveImageWebsocket', { images: ['decode', 0] }],
      show: ['PreviewImage', { images: ['decode', 0] }],
      words: ['PreviewAny', { source: 'x' }],
    };
    const { run } = await post({ prompt: graphOf(nodes) });
    expect(run?.finals).toEqual(new Set(['ws', 'words']));
  });

  it('names what was dropped, and a negative prompt without effect', async () => {
    const { told, headers } = await post({ prompt: graphOf({}, { cfg: 1 }), front: true });
    expect(headers.get('x-shoji-warnings')).toBe('negative_prompt_powerless, field_dropped');
    expect(told.shoji.warnings).toMatchObject([
      { message: 'A sampler of this workflow ignores the negative prompt.' },
      { code: 'field_dropped' },
    ]);
    expect((await post({ prompt: graphOf() })).headers.get('x-shoji-warnings')).toBeNull();
  });

  it('has the errors of its nodes in its client’s own words', async () => {
    const errors = (text: string) => ({
      no: { errors: [{ type: 'bad', message: text, details: '' }], class_type: 'CLIPTextEncode' },
    });
    answer = ({ prompt_id = '', prompt }) => [
      200,
      { prompt_id, number: 1, node_errors: errors(String(Object(prompt).no.inputs.text)) },
    ];
    expect((await post({ prompt: graphOf() })).told.node_errors).toEqual(errors('blurry'));
  });
});

describe('an id that a client chose', () => {
  it('is used once', async () => {
    await post({ prompt: graphOf(), prompt_id: idOf(1) });
    await expect(post({ prompt: graphOf(), prompt_id: idOf(1) })).rejects.toMatchObject({
      status: 400,
      message: 'A prompt with this prompt_id exists already.',
    });
    expect(queued()).toHaveLength(1);
  });

  it('is free again where its prompt was not queued', async () => {
    answer = () => [500, { error: 'down' }];
    await expect(post({ prompt: graphOf(), prompt_id: idOf(1) })).rejects.toMatchObject({ status: 500 });
    expect(comfy.runs.of(tenant, idOf(1))).toBeUndefined();
    answer = ({ prompt_id = '' }) => [200, { prompt_id, number: 7 }];
    expect((await post({ prompt: graphOf(), prompt_id: idOf(1) })).status).toBe(200);
  });
});

describe('a workflow that the server does not queue', () => {
  it('has the server’s error in its client’s own words', async () => {
    answer = ({ prompt }) => [
      400,
      { error: { type: 'bad', message: `${Object(prompt).no.inputs.text}`, details: '' }, secret: 'a' },
    ];
    const failed = await post({ prompt: graphOf() }).catch((error: unknown) => error);
    expect(failed).toHaveProperty('status', 400);
    expect(failed).toHaveProperty('body', { error: { type: 'bad', message: 'blurry', details: '' } });
  });

  it('fails if the answer names no prompt', async () => {
    answer = () => [200, { number: 7 }];
    await expect(post({ prompt: graphOf(), prompt_id: idOf(1) })).rejects.toMatchObject({
      code: 'answer_unusable',
      message: 'The image server did not say what it queued.',
      cause: expect.objectContaining({ issues: expect.anything() }),
    });
    expect(comfy.runs.of(tenant, idOf(1))).toBeUndefined();
  });

  it('gets ComfyUI’s own error where ComfyUI would refuse it', async () => {
    const { status, told } = await post({
      prompt: graphOf({ yes: ['CLIPTextEncode', { text: ['gone', 0] }] }),
    });
    expect([status, told.error.type]).toEqual([400, 'prompt_outputs_failed_validation']);
    expect(queued()).toEqual([]);
  });
});

describe('a prompt that the policy refuses', () => {
  const refused = graphOf({}, { positive: `a ${BANNED} sky` });

  it('seems to run, and names the node of the text', async () => {
    const { status, told, run } = await post({ prompt: refused, client_id: 'tab' });
    expect(status).toBe(200);
    expect(told).toMatchObject({
      number: 0,
      node_errors: {},
      shoji: { decision: 'rejected', prompt: 'reject' },
    });
    expect(run).toMatchObject({ refused: 'running', clientId: 'tab', graph: refused });
    expect(run?.reason).toBeUndefined();
    expect(queued()).toEqual([]);
  });

  it('is blamed on the first output where a name is the reason', async () => {
    const frames: { type: string; data: { node?: string | null } }[] = [];
    comfy.conversations.begin(tenant.sid('tab'), {
      tell: (told) => {
        for (const each of told) if (typeof each !== 'function') frames.push(JSON.parse(String(each.data)));
      },
    });
    const nodes: Nodes = {
      load: ['LoadImage', { image: `${BANNED}.png` }],
      one: ['SaveImage', { images: ['load', 0], filename_prefix: 'a' }],
      two: ['PreviewImage', { images: ['load', 0] }],
    };
    const { run } = await post({ prompt: workflowJson(workflowOf(nodes)), client_id: 'tab' });
    expect(run?.refused).toBe('running');
    await expect.poll(() => frames.map(({ type }) => type)).toContain('executing');
    expect(frames.find(({ type }) => type === 'executing')?.data.node).toBe('one');
  });

  const shown = workflowJson(workflowOf({ show: ['PreviewAny', { source: BANNED }] }));

  it.each<[string, Json, string, string]>([
    ['an encoder', refused, 'yes', 'CLIPTextEncode'],
    ['another node', shown, 'show', 'PreviewAny'],
  ])('ends with the reason at the node of its text: %s', async (_, prompt, node_id, node_type) => {
    const { run } = await post({ prompt });
    await expect.poll(() => run?.refused).toBe('done');
    expect(errorOf(run)).toMatchObject({
      ...{ node_id, node_type, exception_type: 'ModerationBlocked: toxic language' },
      exception_message: 'The prompt was refused. Reason: toxic language.',
    });
  });

  it('makes as many placeholders as the workflow makes pictures', async () => {
    comfy = comfyAt(server.url, { mode: 'placeholder' });
    const latent: Nodes = { latent: ['EmptyLatentImage', { width: 64, height: 64, batch_size: 3 }] };
    const { run } = await post({ prompt: graphOf(latent, { positive: BANNED }) });
    await expect.poll(() => run?.refused).toBe('done');
    expect(Object(run?.history?.outputs).save.images).toHaveLength(3);
  });

  it('has a number after all that the server gave', async () => {
    await post({ prompt: graphOf() });
    expect((await post({ prompt: refused })).told.number).toBe(8);
  });

  it('has placeholders in place of its pictures if the operator chose them', async () => {
    comfy = comfyAt(server.url, { mode: 'placeholder' });
    const { run } = await post({ prompt: refused });
    expect(run?.reason).toMatchObject({ what: 'prompt' });
  });

  it('is an error if the operator chose errors', async () => {
    comfy = comfyAt(server.url, { mode: 'error' });
    await expect(post({ prompt: refused, prompt_id: idOf(1) })).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
    expect(comfy.runs.of(tenant, idOf(1))).toBeUndefined();
  });
});

describe('a node that the proxy cannot read', () => {
  const denied = graphOf({ made: ['Wildcards', { text: 'x' }] }, { positive: ['made', 0] });

  it('seems to run, with the setting that allows it', async () => {
    const { status, told, run } = await post({ prompt: denied });
    expect([status, run?.refused]).toEqual([200, 'running']);
    expect(run).toMatchObject({
      ...{ size: { width: 512, height: 512 }, finals: new Set(), verdict: NO_PROMPT },
      words: { replaced: tenantWords(tenant, undefined), operators: '', added: new Map() },
    });
    expect(told.shoji).toMatchObject({
      ...{ decision: 'rejected', prompt: 'reject', images: [] },
      warnings: [{ code: 'node_denied', message: expect.stringContaining('allowedNodes: ["Wildcards"]') }],
    });
  });

  it('is an error if the operator chose errors', async () => {
    comfy = comfyAt(server.url, { mode: 'error' });
    const { status, headers, told } = await post({ prompt: denied });
    expect(status).toBe(400);
    expect(told.node_errors.made).toMatchObject({
      class_type: 'Wildcards',
      errors: [{ type: 'node_denied', message: expect.stringContaining('allowedNodes') }],
    });
    expect(told.shoji.decision).toBe('rejected');
    expect(headers.get('x-shoji-warnings')).toBe('node_denied');
  });

  it('ends with the reason at that node', async () => {
    const { run } = await post({ prompt: denied });
    await expect.poll(() => run?.refused).toBe('done');
    expect(errorOf(run)).toMatchObject({
      ...{ node_id: 'made', node_type: 'Wildcards', exception_type: 'NodeDenied' },
      exception_message: expect.stringContaining('allowedNodes: ["Wildcards"]'),
    });
  });

  it('is queued if the operator allows its class', async () => {
    comfy = comfyAt(server.url, { allowedNodes: ['Wildcards'] });
    expect((await post({ prompt: denied })).told.number).toBe(7);
  });
});

describe('an uploaded picture that a workflow loads', () => {
  const nodes: Nodes = {
    load: ['LoadImage', { image: 'green.png' }],
    show: ['PreviewImage', { images: ['load', 0] }],
  };
  const loading = (positive: string) => graphOf(nodes, { positive });
  const { engine } = callOf({ engineParts: withFaces });
  const paths = () => server.requests.map(({ path }) => path.replace(/\?.*/, ''));

  it('is judged again beside the texts, and refused with a face beside words that sexualise', async () => {
    const { run } = await post({ prompt: loading(`a ${SEXUALISING}`) }, { engine });
    await expect.poll(() => run?.refused).toBe('done');
    expect(errorOf(run)).toMatchObject({ exception_message: expect.stringContaining('real people') });
    expect(queued()).toEqual([]);
    const allowed = await post({ prompt: loading('a dog') }, { engine });
    expect(paths()).toEqual(['/view', '/view', '/prompt']);
    expect((await allowed.run?.evidence.known())?.inputs).toMatchObject([{ category: 'face' }]);
  });

  it('is not fetched where nothing counts beside texts, but beside the name of a minor', async () => {
    await post({ prompt: loading('a dog') });
    expect(paths()).toEqual(['/prompt']);
    const minor = { name: 'rules', covers: ['minor'], match: () => [finding('minor')] } as const;
    const named = callOf({ engineParts: { rules: [minor] } }).engine;
    await post({ prompt: loading('a child') }, { engine: named });
    expect(paths()).toEqual(['/prompt', '/view', '/prompt']);
  });
});

describe('a picture of the server that a workflow loads', () => {
  const loading = (image: string): Nodes => ({
    load: ['LoadImage', { image }],
    show: ['PreviewImage', { images: ['load', 0] }],
  });

  it('is judged before the workflow is queued', async () => {
    const { run } = await post({ prompt: graphOf(loading('green.png [output]')) });
    expect(run?.refused).toBeUndefined();
    expect(server.requests.map(({ path }) => path.replace(/\?.*/, ''))).toEqual(['/view', '/prompt']);
    const blocked = await post({ prompt: graphOf(loading('crimson.png [output]')) });
    expect([blocked.run?.refused, blocked.told.shoji.decision]).toEqual(['running', 'rejected']);
    expect(queued()).toHaveLength(1);
  });

  it('is a preview only of a prompt of the caller’s', async () => {
    await expect(post({ prompt: graphOf(loading('green.png [temp]')) })).rejects.toMatchObject({
      status: 400,
      message: 'There is no picture green.png.',
    });
    expect(queued()).toEqual([]);
  });
});

it('deletes and stops a prompt whose client disconnected while it was queued', async () => {
  const client = new AbortController();
  const commands: string[] = [];
  const running: JsonObject[] = [];
  const gone = Promise.withResolvers<void>();
  await server.close();
  server = await startRecorder(({ method, path, body }, response) => {
    if (path === '/prompt') {
      running.push(JSON.parse(String(body)));
      return void client.abort();
    }
    commands.push(`${method} ${path} ${body}`.trim());
    if (path === '/interrupt') gone.resolve();
    const queue_running = running.map(({ prompt_id, client_id }) => [1, prompt_id, {}, { client_id }, []]);
    json(response, { queue_running, queue_pending: [] });
  });
  comfy = comfyAt(server.url);
  await expect(post({ prompt: graphOf(), prompt_id: idOf(1) }, { signal: client.signal })).rejects.toThrow();
  await gone.promise;
  expect(commands).toEqual([
    `POST /queue {"delete":["${idOf(1)}"]}`,
    'GET /queue',
    `POST /interrupt {"prompt_id":"${idOf(1)}"}`,
  ]);
  await expect.poll(() => comfy.runs.of(tenant, idOf(1))).toBeUndefined();
});
