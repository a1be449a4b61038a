import { negativePromptTerms } from '@shoji/core/text';
import { describe, expect, it } from 'vitest';
import { callOf } from '../../../dialect-kit/call/call.test-helper.ts';
import { screenInputs } from '../../../dialect-kit/screening/screen-picture.ts';
import { judgeTexts } from '../../../dialect-kit/screening/screen-texts.ts';
import { coloursIn, shadesOf } from '../../../testing/pictures.ts';
import type { Json, JsonObject } from '../../../wire/json/strict-json.ts';
import { idOf } from '../comfy.test-helper.ts';
import { type Nodes, pictureOf, workflowJson } from '../graph/workflow.test-helper.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { type AskOptions, readAsk, readSent, tenantWords } from './ask.ts';

const tenant = tenantOf('somebody');
const { engine } = callOf();
const sentOf = (body: JsonObject) => readSent({ value: body, exact: new Map() });
const graphOf = (nodes: Nodes = {}, options: Parameters<typeof pictureOf>[0] = {}) =>
  workflowJson(pictureOf(options, nodes));

function ask(graph: Json, more: JsonObject = {}, options: Partial<AskOptions> = {}) {
  const found = readAsk(sentOf({ prompt: graph, ...more }), {
    ...{ tenant, policy: engine.policy, allowedNodes: [], fields: {}, objectInfo: undefined },
    ...options,
  });
  if (found.kind === 'denied') throw new Error(found.message);
  return found;
}

/** The body that the server gets. */
async function bodyOf(found: ReturnType<typeof ask>, own: JsonObject = {}) {
  const { prompt } = await judgeTexts(callOf(), found.texts);
  const { bytes } = found.body(prompt, own, new Map());
  return JSON.parse(new TextDecoder().decode(bytes));
}

describe('readSent', () => {
  it('has the fields of a request', () => {
    const graph = graphOf();
    const body = {
      prompt: graph,
      client_id: 'tab',
      prompt_id: idOf(1),
      partial_execution_targets: ['save'],
      extra_data: {
        extra_pnginfo: { workflow: {} },
        auth_token_comfy_org: 'a',
        api_key_comfy_org: 'b',
        my_api_key: 'c',
      },
      front: true,
      number: 7,
      surprise: 1,
    };
    expect(sentOf(body)).toEqual({
      graph,
      exact: new Map(),
      extra: { extra_pnginfo: { workflow: {} }, my_api_key: 'c' },
      clientId: 'tab',
      promptId: idOf(1),
      targets: ['save'],
      dropped: ['front', 'number', 'surprise'],
    });
  });

  it.each<[JsonObject]>([
    [{}],
    [{ client_id: null, prompt_id: null, partial_execution_targets: null, extra_data: 'words' }],
  ])('needs none of them: %j', (body) => {
    expect(sentOf(body)).toMatchObject({
      ...{
        graph: null,
        extra: {},
        clientId: undefined,
        promptId: undefined,
        targets: undefined,
        dropped: [],
      },
    });
  });

  it.each<[JsonObject, string]>([
    [{ client_id: 7 }, 'client_id must be a string of at most 256 characters.'],
    [{ client_id: 'x'.repeat(257) }, 'client_id must be a string of at most 256 characters.'],
    [{ prompt_id: 7 }, 'prompt_id must be a string of at most 256 characters.'],
    [{ prompt_id: 'mine' }, 'prompt_id must be a UUID.'],
    [{ partial_execution_targets: 'save' }, 'partial_execution_targets must be a list of node ids.'],
    [{ partial_execution_targets: ['save', 7] }, 'partial_execution_targets must be a list of node ids.'],
  ])('refuses %j', (body, message) => {
    expect(() => sentOf(body)).toThrow(expect.objectContaining({ status: 400, message }));
  });

  it('accepts the longest id of a client', () => {
    expect(sentOf({ client_id: 'x'.repeat(256) }).clientId).toHaveLength(256);
  });
});

describe('the texts of a workflow', () => {
  it('are prompts, each once and none empty, and names', () => {
    const shown: Nodes = {
      show: ['PreviewAny', { source: 'more words' }],
      empty: ['PreviewAny', { source: '' }],
      again: ['PreviewAny', { source: 'a cat' }],
    };
    const { texts } = ask(graphOf(shown));
    expect(texts.prompts.toSorted()).toEqual(['a cat', 'more words']);
    expect(texts.names).toEqual(expect.arrayContaining(['KSampler', 'euler', 'base.safetensors']));
    expect(texts.names).toContain(`${tenant.folder}/ComfyUI`);
    expect(texts.names).toEqual(expect.arrayContaining(['sampler', 'latent_image']));
    expect(ask(graphOf(), { partial_execution_targets: ['save'] }).texts.names).toContain('save');
    const odd = graphOf({ 'odd id': ['PreviewImage', { images: ['decode', 0] }] });
    expect(ask(odd).texts.names).toContain('odd id');
    expect(new Set(texts.names).size).toBe(texts.names.length);
  });

  it('are at most 128, each as long as a prompt', () => {
    const shown = (count: number): Nodes =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `s${index}`,
          ['PreviewAny', { source: `words ${index}` }] as const,
        ]),
      );
    expect(ask(graphOf(shown(127))).texts.prompts).toHaveLength(128);
    expect(() => ask(graphOf(shown(128)))).toThrow('at most 128 different texts');
    const most = 'a word '.repeat(4_500);
    expect(ask(graphOf({}, { positive: most })).texts.prompts).toContain(most);
    const long = 'a word '.repeat(20_000);
    expect(() => ask(graphOf({}, { positive: long }))).toThrow('Each text may have at most');
  });

  it('are read with the classes that the operator allows, and the server describes', () => {
    const graph = graphOf({ made: ['Wildcards', { text: 'hidden words' }] }, { positive: ['made', 0] });
    expect(() => ask(graph)).toThrow('allowedNodes: ["Wildcards"]');
    expect(ask(graph, {}, { allowedNodes: ['Wildcards'] }).texts.prompts).toContain('hidden words');
    const inputs = new Map([['text', 'INT']]);
    const objectInfo = new Map([
      ['Wildcards', { inputs, outputs: ['STRING'], isOutput: false, standard: true }],
    ]);
    expect(() => ask(graph, {}, { objectInfo })).toThrow('known only when the workflow runs');
  });
});

describe('the body', () => {
  it('is the workflow with the operator’s negative prompt, and the dialect’s own fields', async () => {
    const body = await bodyOf(ask(graphOf(), { client_id: 'tab' }), { client_id: 'own', extra_data: {} });
    expect(body).toMatchObject({
      client_id: 'own',
      extra_data: {},
      prompt: { yes: { inputs: { text: 'a cat' } } },
    });
    const operators = negativePromptTerms(engine.policy).join(', ');
    expect(body.prompt.no.inputs.text).toBe(`${operators}, blurry`);
    expect(body).not.toHaveProperty('partial_execution_targets');
  });

  it('has no negative prompt that the model would paint', async () => {
    const found = ask(graphOf({}, { cfg: 0.5 }));
    expect((await bodyOf(found)).prompt.no.inputs.text).toBe('blurry');
    expect([found.powerless, found.words.operators]).toEqual([true, '']);
    expect(ask(graphOf({}, { cfg: 1 })).powerless).toBe(true);
    expect(ask(graphOf()).powerless).toBe(false);
  });

  it('has no addition if the policy restricts no pictures', async () => {
    const found = ask(graphOf(), {}, { policy: { ...engine.policy, image: {} } });
    expect((await bodyOf(found)).prompt.no.inputs.text).toBe('blurry');
    expect(found.powerless).toBe(false);
  });

  it('runs the nodes that the client chose, each once', async () => {
    const found = ask(graphOf(), { partial_execution_targets: ['save', 'save'] });
    expect(await bodyOf(found)).toMatchObject({ partial_execution_targets: ['save'] });
    expect(found.texts.names).toContain('save');
    for (const target of ['gone', 'toString'])
      expect(() => ask(graphOf(), { partial_execution_targets: ['save', target] })).toThrow(
        'must be ids of nodes of the workflow',
      );
  });

  it('writes files into the caller’s own folders', async () => {
    const prefix = (filename_prefix: Json): Nodes => ({
      save: ['SaveImage', { images: ['decode', 0], filename_prefix }],
    });
    const saved = async (filename_prefix: string) =>
      (await bodyOf(ask(graphOf(prefix(filename_prefix))))).prompt.save.inputs.filename_prefix;
    expect(await saved('ComfyUI')).toBe(`${tenant.folder}/ComfyUI`);
    expect(await saved('pets/%date%')).toBe(`${tenant.folder}/pets/%date%`);
    expect(await saved('./pets//a')).toBe(`${tenant.folder}/pets/a`);
    for (const bad of ['a\\b', 'a:b', 'a*', 'a?', 'a"', 'a<', 'a>', 'a|', 'a\nb'])
      expect(() => ask(graphOf(prefix(bad)))).toThrow(
        'filename_prefix holds a character that names another folder',
      );
    const linked: Nodes = { ...prefix(['number', 0]), number: ['PrimitiveInt', { value: 1 }] };
    expect(() => ask(graphOf(linked))).toThrow('filename_prefix of node save must be a literal, not a link.');
  });
});

it('moves only prefixes and folders of an allowed class into the caller’s own', async () => {
  const inputs = {
    ...{ file_prefix: 'a', folder_name: 'b', prefix_more: 'c', folder_names: 'd', my_folder_name: 'e' },
  };
  const graph = graphOf({ saver: ['Saver', { images: ['decode', 0], ...inputs }] });
  const { prompt } = await bodyOf(ask(graph, {}, { allowedNodes: ['Saver'] }));
  const { folder } = tenant;
  expect(prompt.saver.inputs).toMatchObject({
    ...inputs,
    file_prefix: `${folder}/a`,
    folder_name: `${folder}/b`,
  });
});

describe('pictures of the server', () => {
  const loading = (image: string, name = 'LoadImage'): Nodes => ({
    load: [name, { image }],
    show: ['PreviewImage', { images: ['load', 0] }],
  });

  it.each([
    ['cat.png', `${tenant.folder}/cat.png`, []],
    ['pets/cat.png [input]', `${tenant.folder}/pets/cat.png`, []],
    [
      'cat.png [output]',
      `${tenant.folder}/cat.png [output]`,
      [{ file: { filename: 'cat.png', subfolder: '', type: 'output' }, mask: false, place: tenant.folder }],
    ],
    [
      'cat.png [temp]',
      'cat.png [temp]',
      [{ file: { filename: 'cat.png', subfolder: '', type: 'temp' }, mask: false, place: '' }],
    ],
  ])('%s is read from the caller’s folder', async (image, sent, made) => {
    const found = ask(graphOf(loading(image)));
    expect((await bodyOf(found)).prompt.load.inputs.image).toBe(sent);
    expect(found.made).toEqual(made);
  });

  it('are masks where only their shape counts, and never above a folder', () => {
    expect(ask(graphOf(loading('a.png [output]', 'LoadImageMask'))).made).toMatchObject([{ mask: true }]);
    expect(() => ask(graphOf(loading('../a.png')))).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe('the pictures of a run', () => {
  const shapeOf = (inputs: Record<string, Json>, more: Nodes = {}) =>
    ask(graphOf({ latent: ['EmptyLatentImage', inputs], ...more })).shape;

  it('have the size and count of the empty latent image', () => {
    expect(shapeOf({ width: 640, height: 320, batch_size: 3 })).toEqual({
      count: 3,
      size: { width: 640, height: 320 },
    });
    expect(shapeOf({ width: 640 })).toEqual({ count: 1, size: { width: 512, height: 512 } });
    expect(shapeOf({ width: 640, height: 320, batch_size: 99 }).count).toBe(16);
    expect(shapeOf({ width: 640, height: 320, batch_size: 0 }).count).toBe(1);
  });
});

describe('the client’s own words', () => {
  it('replace the texts and the names that the server got', () => {
    const { words } = ask(graphOf(), { client_id: 'tab' });
    expect(words.operators).toMatch(/^nsfw/);
    expect(words.replaced).toEqual([
      { sent: `${words.operators}, blurry`, typed: 'blurry' },
      ...tenantWords(tenant, 'tab'),
    ]);
    expect(words.added.size).toBe(0);
  });

  it('name the client’s node for one that was added', () => {
    const shared = { ...pictureOf({}).get('sampler')?.inputs, negative: ['yes', 0] };
    const { words } = ask(graphOf({ sampler: ['KSampler', shared] }));
    expect([...words.added.values()]).toEqual(['yes']);
  });

  it('hide the caller’s folder and name at the server', () => {
    expect(tenantWords(tenant, 'tab')).toEqual([
      { sent: `${tenant.folder}/`, typed: '' },
      { sent: tenant.folder, typed: '' },
      { sent: tenant.sid('tab'), typed: 'tab' },
    ]);
    expect(tenantWords(tenant, undefined).at(-1)).toEqual({ sent: tenant.sid(''), typed: '' });
  });
});

it('reads the words of the inputs that are dropped', () => {
  const note: Nodes = { show: ['PreviewImage', { images: ['decode', 0], note: 'a hidden elephant' }] };
  const { texts, dropped } = ask(graphOf(note));
  expect(dropped).toHaveLength(1);
  expect(texts.names).toContain('a hidden elephant');
});

it('names every part that is dropped', () => {
  const graph = { ...Object(graphOf()) };
  graph.yes = { ...graph.yes, note: 'x', inputs: { ...graph.yes.inputs, extra: 'y' } };
  expect(ask(graph, { front: true }).dropped).toEqual([
    'front',
    'prompt.yes.note',
    'prompt.yes.inputs.extra',
  ]);
});

it('puts the judged picture back into an input that the operator opened', async () => {
  const image = (await shadesOf('green')).toString('base64');
  const graph = graphOf({
    load: ['Load64', { image }],
    show: ['PreviewImage', { images: ['load', 0] }],
  });
  const options = { allowedNodes: ['Load64'], fields: { 'Load64.image': 'picture' } } as const;
  const found = ask(graph, {}, options);
  const { prompt } = await judgeTexts(callOf(), found.texts);
  const pictures = await screenInputs(found.inputs, callOf());
  const { bytes } = found.body(prompt, {}, pictures);
  const body = JSON.parse(new TextDecoder().decode(bytes));
  expect(await coloursIn(body.prompt.load.inputs.image)).toEqual(['green']);
});

it('removes pictures from the inputs that the operator opened', () => {
  const picture = 'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAQElEQVR4nO3P';
  const graph = graphOf({
    load: ['Load64', { image: picture }],
    show: ['PreviewImage', { images: ['load', 0] }],
  });
  const options = { allowedNodes: ['Load64'], fields: { 'Load64.image': 'picture' } } as const;
  const found = ask(graph, {}, options);
  expect(found.inputs).toHaveLength(1);
  expect(found.texts.prompts.join()).not.toContain(picture);
  expect(found.inputs).toMatchObject([{ mask: false }]);
  expect(() => ask(graph, {}, { allowedNodes: ['Load64'] })).toThrow('would not be judged');
});
