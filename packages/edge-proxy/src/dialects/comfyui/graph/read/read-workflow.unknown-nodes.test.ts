import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { COMFY_NODES } from '../nodes/known-nodes.ts';
import {
  infoOf,
  type NodeClass,
  type Nodes,
  pictureOf,
  read,
  reading,
  textsOf,
  workflowOf,
} from '../workflow.test-helper.ts';

describe('an unknown node', () => {
  const made: Nodes = { made: ['Wildcards', { text: 'a __colour__ cat' }] };

  it('is denied, with the setting that allows it', () => {
    expect(read(pictureOf({ positive: ['made', 0] }, made))).toEqual({
      kind: 'denied',
      nodeId: 'made',
      classType: 'Wildcards',
      message: expect.stringContaining('comfyui({ allowedNodes: ["Wildcards"] })'),
    });
  });

  it('is read through its links once it is allowed', () => {
    const found = reading(pictureOf({ positive: ['made', 0] }, made), { allowedNodes: ['Wildcards'] });
    expect(textsOf([...found.positive, ...found.otherTexts])).toContain('a __colour__ cat');
    expect(found.workflow.get('yes')?.inputs.text).toEqual(['made', 0]);
  });

  it('may be an output, as long as nobody describes it', () => {
    const nodes: Nodes = { it: ['Custom', { images: ['decode', 0] }] };
    const outputsOf = (objectInfo?: ReturnType<typeof infoOf>) =>
      reading(pictureOf({}, nodes), { allowedNodes: ['Custom'], objectInfo }).outputs;
    const save = { nodeId: 'save', classType: 'SaveImage', kind: 'save' };
    const it = { nodeId: 'it', classType: 'Custom', kind: 'other' };
    expect(outputsOf()).toEqual([save, it]);
    expect(outputsOf(infoOf({ Custom: { inputs: [['images', 'IMAGE']], isOutput: true } }))).toEqual([
      save,
      it,
    ]);
    expect(outputsOf(infoOf({ Custom: { inputs: [['images', 'IMAGE']] } }))).toEqual([save]);
  });

  it('has its texts joined with those around them', () => {
    const joined: Nodes = {
      made: ['Wildcards', { one: 'bi', two: 'r' }],
      joined: ['StringConcatenate', { string_a: ['made', 0], string_b: 'd', delimiter: '' }],
    };
    const found = reading(pictureOf({ positive: ['joined', 0] }, joined), { allowedNodes: ['Wildcards'] });
    expect(textsOf(found.positive)).toEqual(['bird']);
  });

  it.each([
    ['StringReplace', { string: ['made', 0], find: 'a', replace: 'b' }],
    ['StringSubstring', { string: ['made', 0], start: 1, end: 2 }],
    ['RegexExtract', { string: ['made', 0], regex_pattern: 'a', mode: 'First Match', group_index: 1 }],
  ] as [string, Record<string, Json>][])('is denied when %s changes its result', (name, inputs) => {
    const nodes: Nodes = { ...made, cut: [name, inputs] };
    expect(read(pictureOf({ positive: ['cut', 0] }, nodes), { allowedNodes: ['Wildcards'] })).toMatchObject({
      kind: 'denied',
      nodeId: 'cut',
    });
  });

  it.each([
    ['makes texts alone', { outputs: ['STRING'] }, 'negative'],
    ['makes conditioning alone', { outputs: ['CONDITIONING'] }, 'negative'],
    ['makes something else too', { outputs: ['STRING', 'LATENT'] }, 'otherTexts'],
    ['shows what it makes', { outputs: ['STRING'], isOutput: true }, 'otherTexts'],
  ] as [string, NodeClass, 'negative' | 'otherTexts'][])(
    'has its texts on one side when it %s',
    (_, schema, kind) => {
      const own: Nodes = { made: ['Styler', { text: 'ugly' }] };
      const objectInfo = infoOf({ Styler: { inputs: [['text', 'STRING']], ...schema } });
      const encodes = schema.outputs?.[0] === 'CONDITIONING';
      const sampler: Nodes = encodes
        ? { sampler: ['KSampler', { ...pictureOf({}).get('sampler')?.inputs, negative: ['made', 0] }] }
        : {};
      const workflow = pictureOf({ negative: ['made', 0] }, { ...own, ...sampler });
      const found = reading(workflow, { objectInfo, allowedNodes: ['Styler'] });
      expect(found[kind]).toContainEqual({
        nodeId: 'made',
        classType: 'Styler',
        input: 'text',
        text: 'ugly',
      });
    },
  );

  it('cannot choose between texts by a switch', () => {
    const nodes: Nodes = {
      ...made,
      half: ['ComfySwitchNode', { switch: ['made', 0], on_true: 'a', on_false: 'b' }],
    };
    expect(read(pictureOf({ positive: ['half', 0] }, nodes), { allowedNodes: ['Wildcards'] })).toMatchObject({
      kind: 'denied',
      nodeId: 'half',
    });
  });

  it('can choose between pictures by a switch, so that both are sent', () => {
    const nodes: Nodes = {
      ...made,
      other: ['EmptyImage', { width: 8, height: 8 }],
      half: ['ComfySwitchNode', { switch: ['made', 0], on_true: ['decode', 0], on_false: ['other', 0] }],
      save: ['SaveImage', { images: ['half', 0], filename_prefix: 'x' }],
    };
    const found = reading(pictureOf({}, nodes), { allowedNodes: ['Wildcards'] });
    expect([...found.workflow.keys()]).toEqual(expect.arrayContaining(['decode', 'other', 'half']));
  });

  it('passes if its types have no text as input or output', () => {
    const filter = (schema: NodeClass, inputs: Record<string, Json>) =>
      read(
        pictureOf(
          {},
          {
            filter: ['Filter', { image: ['decode', 0], ...inputs }],
            show: ['PreviewImage', { images: ['filter', 0] }],
          },
        ),
        { objectInfo: infoOf({ Filter: { outputs: ['IMAGE'], ...schema } }) },
      ).kind;
    expect(
      filter(
        {
          inputs: [
            ['image', 'IMAGE'],
            ['mode', 'COMBO'],
          ],
        },
        { mode: 'soft' },
      ),
    ).toBe('read');
    expect(
      filter(
        {
          inputs: [
            ['image', 'IMAGE'],
            ['code', 'STRING'],
          ],
        },
        { code: 'x' },
      ),
    ).toBe('denied');
    expect(
      filter(
        {
          inputs: [
            ['image', 'IMAGE'],
            ['any', '*'],
          ],
        },
        {},
      ),
    ).toBe('denied');
    expect(
      filter(
        {
          inputs: [
            ['image', 'IMAGE'],
            ['clip', 'CLIP'],
          ],
        },
        {},
      ),
    ).toBe('denied');
    expect(filter({ inputs: [['image', 'IMAGE']], outputs: ['IMAGE', 'STRING'] }, {})).toBe('denied');
    expect(filter({ inputs: [['image', 'IMAGE']], outputs: ['IMAGE', 'CONDITIONING'] }, {})).toBe('denied');
    expect(filter({ inputs: [['image', 'IMAGE']], isOutput: true }, {})).toBe('denied');
  });

  it('may not have a list or an object in place of a text', () => {
    const objectInfo = infoOf({ Custom: { inputs: [['text', 'STRING']], outputs: ['IMAGE'] } });
    const nodes: Nodes = {
      it: ['Custom', { text: { a: 1 } }],
      show: ['PreviewImage', { images: ['it', 0] }],
    };
    const options = { allowedNodes: ['Custom'], objectInfo };
    expect(() => read(pictureOf({}, nodes), options)).toThrow(
      expect.objectContaining({ type: 'invalid_input_type', details: 'text' }),
    );
  });

  it('is not read where nothing needs it', () => {
    const objectInfo = infoOf({ Custom: { inputs: [['image', 'IMAGE']], outputs: ['IMAGE'] } });
    const nodes: Nodes = { it: ['Custom', { image: ['gone', 0] }] };
    expect(read(pictureOf({}, nodes), { objectInfo }).kind).toBe('read');
    expect(() => read(pictureOf({}, nodes))).toThrow(
      expect.objectContaining({ type: 'exception_during_inner_validation' }),
    );
  });

  it('does not run on the side that a switch leaves out', () => {
    const objectInfo = infoOf({ Custom: { inputs: [['image', 'IMAGE']], outputs: ['IMAGE'] } });
    const nodes: Nodes = {
      it: ['Custom', { image: ['decode', 0] }],
      half: ['ComfySwitchNode', { switch: true, on_true: ['decode', 0], on_false: ['it', 0] }],
      show: ['PreviewImage', { images: ['half', 0] }],
    };
    const { workflow } = reading(pictureOf({}, nodes), { objectInfo });
    expect([...workflow.keys()]).not.toContain('it');
  });

  it('has its negative side recognised by the name of the input', () => {
    const inputs = pictureOf({}).get('sampler')?.inputs ?? {};
    const objectInfo = infoOf({
      Upscaler: {
        inputs: [
          ['positive', 'CONDITIONING'],
          ['negative', 'CONDITIONING'],
          ['cfg', 'FLOAT'],
          ['model', 'MODEL'],
        ],
        outputs: ['LATENT'],
      },
    });
    const found = reading(pictureOf({}, { sampler: ['Upscaler', inputs] }), { objectInfo });
    expect(textsOf(found.negative)).toEqual(['blurry']);
  });
});

describe('a node of ComfyUI that bypasses every check', () => {
  it.each([
    'LoadImageTextDataSetFromFolder',
    'LoadTrainingDataset',
    'LoadLatent',
    'LoadVideo',
    'Load3D',
    'SaveImageDataSetToFolder',
    'SaveImageTextDataSetToFolder',
  ])('is denied: %s', (name) => {
    const nodes: Nodes = { it: [name, {}], show: ['PreviewAny', { source: ['it', 0] }] };
    const isOutput = COMFY_NODES.get(name)?.isOutput;
    const found = read(workflowOf(isOutput ? { it: [name, {}] } : nodes));
    expect(found).toMatchObject({ kind: 'denied', nodeId: 'it', classType: name });
  });

  it('can be allowed by the operator', () => {
    const nodes: Nodes = {
      it: ['LoadLatent', { latent: 'x.latent' }],
      show: ['PreviewAny', { source: ['it', 0] }],
    };
    expect(read(workflowOf(nodes), { allowedNodes: ['LoadLatent'] }).kind).toBe('read');
  });
});
