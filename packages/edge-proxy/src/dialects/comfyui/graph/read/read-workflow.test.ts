import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { parseObjectInfo, WorkflowError } from '../index.ts';
import {
  infoOf,
  type Nodes,
  pictureOf,
  read,
  reading,
  textsOf,
  workflowOf,
} from '../workflow.test-helper.ts';

describe('a node that only the server describes', () => {
  const objectInfo = infoOf({
    Custom: { inputs: [['images', 'IMAGE']], outputs: ['IMAGE'], isOutput: false, standard: true },
  });

  it('does not run where nothing needs its output', () => {
    const nodes: Nodes = { it: ['Custom', { images: ['decode', 0] }] };
    expect([...reading(pictureOf({}, nodes), { objectInfo }).workflow.keys()]).not.toContain('it');
  });

  const SAMPLER = infoOf({
    Sampler: {
      inputs: [
        ['positive', 'CONDITIONING'],
        ['negative', 'CONDITIONING'],
        ['cfg', 'FLOAT'],
      ],
      outputs: ['LATENT'],
      isOutput: false,
      standard: true,
    },
  });

  it('is a sampler with a guidance scale and two sides', () => {
    const encoder = (text: string) => ['CLIPTextEncode', { text, clip: ['model', 1] }] as const;
    const nodes: Nodes = {
      it: ['Sampler', { positive: ['more', 0], negative: ['less', 0], cfg: 0.5 }],
      more: encoder('more'),
      less: encoder('less'),
      picture: ['VAEDecode', { samples: ['it', 0], vae: ['model', 2] }],
      show: ['PreviewImage', { images: ['picture', 0] }],
    };
    const found = reading(pictureOf({}, nodes), { objectInfo: SAMPLER });
    expect(found.guidanceScale).toBe(0.5);
    // Guidance below 1 paints the negative side, so its texts are positive.
    expect(textsOf(found.positive)).toContain('less');
    expect(found.outputs.map(({ nodeId }) => nodeId)).not.toContain('it');
  });

  it('has as many outputs as it describes', () => {
    const nodes: Nodes = {
      it: ['Custom', { images: ['decode', 0] }],
      show: ['PreviewImage', { images: ['it', 1] }],
    };
    expect(() => read(pictureOf({}, nodes), { objectInfo })).toThrow(WorkflowError);
  });
});

it('names the input that should be a text and is not', () => {
  const place = { nodeId: 'yes', classType: 'CLIPTextEncode', input: 'text' };
  expect(() => read(pictureOf({ positive: { a: 1 } }))).toThrow(
    expect.objectContaining({ name: 'WorkflowError', place }),
  );
});

describe('sides', () => {
  const through = (positive: Json, negative: Json, nodes: Nodes) =>
    reading(
      pictureOf(
        {},
        {
          ...nodes,
          sampler: ['KSampler', { ...pictureOf({}).get('sampler')?.inputs, positive, negative }],
        },
      ),
    );

  it('follow pairs of conditioning by their slots', () => {
    const control: [string, Record<string, Json>] = [
      'ControlNetApplyAdvanced',
      { positive: ['yes', 0], negative: ['no', 0], strength: 1 },
    ];
    const straight = through(['control', 0], ['control', 1], { control });
    expect(textsOf(straight.positive)).toEqual(['a cat']);
    expect(textsOf(straight.negative)).toEqual(['blurry']);
    const crossed = through(['control', 1], ['control', 0], { control });
    expect(textsOf(crossed.positive)).toEqual(['blurry']);
    expect(textsOf(crossed.negative)).toEqual(['a cat']);
  });

  it.each([
    ['ConditioningCombine', 'conditioning_1', 'conditioning_2'],
    ['ConditioningConcat', 'conditioning_to', 'conditioning_from'],
    ['ConditioningAverage', 'conditioning_to', 'conditioning_from'],
    ['ConditioningSetPropertiesAndCombine', 'cond', 'cond_NEW'],
  ])('follow %s', (name, first, second) => {
    const other: [string, Record<string, Json>] = ['CLIPTextEncode', { text: 'more', clip: ['model', 1] }];
    const mixed: [string, Record<string, Json>] = [
      name,
      { [first]: ['no', 0], [second]: ['other', 0], strength: 1, conditioning_to_strength: 0.5 },
    ];
    const found = through(['yes', 0], ['mixed', 0], { other, mixed });
    expect(textsOf(found.negative).toSorted()).toEqual(['blurry', 'more']);
    expect(textsOf(through(['mixed', 0], ['no', 0], { other, mixed }).positive).toSorted()).toEqual([
      'blurry',
      'more',
    ]);
  });

  it('are both positive when they share an encoder', () => {
    const found = through(['yes', 0], ['yes', 0], {});
    expect(textsOf(found.positive)).toEqual(['a cat']);
    expect(found.negative).toEqual([]);
  });

  it('follow guiders', () => {
    const nodes: Nodes = {
      guider: ['CFGGuider', { model: ['model', 0], positive: ['yes', 0], negative: ['no', 0], cfg: 4 }],
      sampler: [
        'SamplerCustomAdvanced',
        { noise: ['noise', 0], guider: ['guider', 0], latent_image: ['latent', 0] },
      ],
      noise: ['RandomNoise', { noise_seed: 1 }],
    };
    const found = reading(pictureOf({}, nodes));
    expect(textsOf(found.positive)).toEqual(['a cat']);
    expect(textsOf(found.negative)).toEqual(['blurry']);
    const dual: [string, Record<string, Json>] = [
      'DualCFGGuider',
      { cond1: ['yes', 0], cond2: ['no', 0], negative: ['no', 0], cfg_conds: 4, cfg_cond2_negative: 4 },
    ];
    expect(textsOf(reading(pictureOf({}, { ...nodes, guider: dual })).positive).toSorted()).toEqual([
      'a cat',
      'blurry',
    ]);
  });

  it.each([
    ['guidance below 1', { cfg: 0.5 }, {}],
    ['guidance below 1 in letters', { cfg: ' 0.5' }, {}],
    ['guidance over a link', { cfg: ['scale', 0] }, { scale: ['PrimitiveFloat', { value: -3 }] }],
    ['guidance that nobody knows', { cfg: ['scale', 0] }, { scale: ['GetVideoComponents', {}] }],
    ['guidance in a literal list', { cfg: { __value__: [7] } }, {}],
    ['a wish in the negative prompt', { negative: 'ugly, (a dog:-1)' }, {}],
    ['a wish behind odd white space', { negative: 'ugly, (a dog:\u001c-1)' }, {}],
    ['a patch that takes guidance away', {}, { patch: ['FreSca', { model: ['model', 0] }] }],
    ['guidance that falls', {}, { patch: ['VideoLinearCFGGuidance', { model: ['model', 0], min_cfg: 0 }] }],
    ['an average of more than all', {}, { no2: ['ConditioningAverage', { conditioning_to_strength: 2 }] }],
    ['a weight below nothing', {}, { no2: ['ConditioningSetAreaStrength', { strength: ['weight', 0] }] }],
  ] as [string, object, Nodes][])('are all positive with %s', (_, options, extra) => {
    const { patch, no2, ...nodes } = extra;
    const inputs = { ...pictureOf(options).get('sampler')?.inputs };
    const found = reading(
      pictureOf(options, {
        ...nodes,
        weight: ['PrimitiveFloat', { value: -1 }],
        ...(patch && { patch }),
        ...(no2 && { no2: [no2[0], { conditioning: ['no', 0], conditioning_to: ['no', 0], ...no2[1] }] }),
        sampler: [
          'KSampler',
          { ...inputs, ...(patch && { model: ['patch', 0] }), ...(no2 && { negative: ['no2', 0] }) },
        ],
      }),
    );
    expect(found.negative).toEqual([]);
    expect(textsOf(found.positive)).toHaveLength(2);
  });

  it('have the lowest guidance of all samplers', () => {
    expect(reading(pictureOf({ cfg: 3 })).guidanceScale).toBe(3);
    expect(
      reading(pictureOf({ cfg: ['f', 0] }, { f: ['PrimitiveFloat', { value: 1.5 }] })).guidanceScale,
    ).toBe(1.5);
    const second = ['KSampler', { ...pictureOf({}).get('sampler')?.inputs, cfg: 2 }] as const;
    const both: Nodes = { second, show: ['PreviewAny', { source: ['second', 0] }] };
    expect(reading(pictureOf({ cfg: 7 }, both)).guidanceScale).toBe(2);
    const text: Nodes = { save: ['PreviewAny', { source: 'x' }] };
    expect(reading(pictureOf({}, text)).guidanceScale).toBeUndefined();
  });
});

describe('names and other texts', () => {
  it('count files, choices, ids and classes as names', () => {
    const { names, otherTexts } = reading(pictureOf({}));
    expect(names).toEqual(
      expect.arrayContaining(['base.safetensors', 'euler', 'ComfyUI', 'sampler', 'KSampler', 'save']),
    );
    expect(names).not.toContain('a cat');
    expect(otherTexts).toEqual([]);
  });

  it.each([
    ['a text where a model belongs', { yes: ['CLIPTextEncode', { text: '', clip: 'words' }] }],
    ['a text where a number belongs', { latent: ['EmptyLatentImage', { width: 'words', height: 64 }] }],
    ['a text that is shown', { show: ['PreviewAny', { source: 'words' }] }],
    ['a text in a list', { show: ['PreviewAny', { source: { __value__: ['words'] } }] }],
    ['a text in a key', { show: ['PreviewAny', { source: { words: 1 } }] }],
  ] as [string, Nodes][])('%s counts as a text for every check', (_, nodes) => {
    expect(textsOf(reading(pictureOf({}, nodes)).otherTexts)).toContain('words');
  });

  it('of inputs that a class does not have are dropped and reported', () => {
    const { workflow, dropped, names } = reading(
      pictureOf(
        {},
        {
          yes: [
            'CLIPTextEncode',
            { text: 'a cat', extra: ['lost', 0], 'ex.tra': 'words', clip: ['model', 1] },
          ],
          lost: ['EmptyImage', { width: 8 }],
          batch: ['BatchImagesNode', { 'images.image0': ['decode', 0] }],
          more: ['PreviewImage', { images: ['batch', 0] }],
          unused: ['EmptyImage', { nothing: 1 }],
        },
      ),
    );
    expect(workflow.get('yes')?.inputs).toEqual({ text: 'a cat', clip: ['model', 1] });
    expect([...workflow.keys()]).not.toContain('lost');
    expect(workflow.get('batch')?.inputs).toEqual({ 'images.image0': ['decode', 0] });
    expect(dropped).toEqual(['prompt.yes.inputs.extra', 'prompt.yes.inputs.ex.tra']);
    expect(names).toContain('words');
  });

  it('of any input are kept for a class that the operator allows', () => {
    const nodes: Nodes = {
      any: ['AnySwitch', { any_01: 'words' }],
      show: ['PreviewAny', { source: ['any', 0] }],
    };
    const objectInfo = parseObjectInfo({
      AnySwitch: { input: { optional: {} }, output: ['STRING'], python_module: 'custom_nodes.x' },
    });
    const { workflow, otherTexts } = reading(pictureOf({}, nodes), {
      allowedNodes: ['AnySwitch'],
      objectInfo,
    });
    expect(workflow.get('any')?.inputs).toEqual({ any_01: 'words' });
    expect(textsOf(otherTexts)).toContain('words');
  });

  it.each([
    ['a picture', { more: 'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAQElEQVR4nO3P' }],
    ['a list of numbers', { more: { rows: Array.from({ length: 40 }, (_, index) => index) } }],
    ['an address', { more: 'https://example.com/a.png' }],
    ['a path of the server', { more: '/srv/pictures/a.png' }],
    ['a key that is an address', { 'https://example.com/a.png': 1 }],
  ])('are refused with %s in an input that a class does not have', (_, inputs) => {
    const nodes: Nodes = { yes: ['CLIPTextEncode', { text: 'a cat', clip: ['model', 1], ...inputs }] };
    expect(() => reading(pictureOf({}, nodes))).toThrow(/which would not be judged/);
  });

  it('of nodes that do not run are not sent', () => {
    const nodes: Nodes = {
      dead: ['CLIPTextEncode', { text: 'words', clip: ['model', 1] }],
      unknown: ['NobodyKnows', { text: 'words', from: ['dead', 0], lost: ['nowhere', 0] }],
    };
    const objectInfo = infoOf({ NobodyKnows: {} });
    const found = reading(pictureOf({}, nodes), { objectInfo });
    expect([...found.workflow.keys()]).not.toContain('dead');
    expect([...found.workflow.keys()]).not.toContain('unknown');
  });
});

describe('pictures', () => {
  it.each([
    ['LoadImage', 'cat.png', { filename: 'cat.png', subfolder: '', type: 'input', mask: false }],
    ['LoadImage', 'a/b/cat.png [temp]', { filename: 'cat.png', subfolder: 'a/b', type: 'temp', mask: false }],
    [
      'LoadImageOutput',
      'cat.png [output]',
      { filename: 'cat.png', subfolder: '', type: 'output', mask: false },
    ],
    ['LoadImageMask', 'm.png [input]', { filename: 'm.png', subfolder: '', type: 'input', mask: true }],
    [
      'WebcamCapture',
      'webcam/1.png [temp]',
      { filename: '1.png', subfolder: 'webcam', type: 'temp', mask: false },
    ],
  ])('%s of %j is an input', (name, image, expected) => {
    const found = reading(
      workflowOf({ load: [name, { image }], show: ['PreviewImage', { images: ['load', 0] }] }),
    );
    expect(found.inputImages).toEqual([{ nodeId: 'load', classType: name, input: 'image', ...expected }]);
    expect(found.names).toContain(image);
  });

  it.each(['LoadImage', 'LoadImageMask', 'LoadImageOutput', 'WebcamCapture'])(
    'are denied where %s gets a name over a link',
    (name) => {
      const nodes: Nodes = {
        made: ['Wildcards', { text: 'cat.png' }],
        load: [name, { image: ['made', 0] }],
        show: ['PreviewImage', { images: ['load', 0] }],
      };
      expect(read(pictureOf({}, nodes), { allowedNodes: ['Wildcards'] })).toMatchObject({
        ...{ kind: 'denied', nodeId: 'load', classType: name },
        message: expect.stringContaining('loads a picture whose name is known only when the workflow runs'),
      });
    },
  );

  it('leave only by known nodes', () => {
    const nodes: Nodes = {
      a: ['PreviewImage', { images: ['decode', 0] }],
      b: ['SaveImageWebsocket', { images: ['decode', 0] }],
      c: ['SaveLatent', { samples: ['sampler', 0], filename_prefix: 'x' }],
    };
    const kinds = reading(pictureOf({}, nodes)).outputs.map(({ nodeId, kind }) => [nodeId, kind]);
    expect(Object.fromEntries(kinds)).toEqual({ save: 'save', a: 'preview', b: 'websocket', c: 'other' });
  });
});

describe('a workflow that ComfyUI would refuse, too', () => {
  const mistakes: [string, string, Nodes][] = [
    ['nothing given out', 'prompt_no_outputs', { save: ['PreviewAnyThing', {}] }],
    [
      'a circle',
      'dependency_cycle',
      { yes: ['ConditioningCombine', { conditioning_1: ['no', 0], conditioning_2: ['yes', 0] }] },
    ],
    [
      'a link to nobody',
      'exception_during_inner_validation',
      { yes: ['CLIPTextEncode', { text: ['nobody', 0] }] },
    ],
    [
      'a link to no slot',
      'exception_during_inner_validation',
      { yes: ['CLIPTextEncode', { text: '', clip: ['model', 3] }] },
    ],
    [
      'an input that is missing',
      'required_input_missing',
      { yes: ['CLIPTextEncode', { text: ['cut', 0] }], cut: ['StringTrim', {}] },
    ],
    [
      'a text that is an object',
      'invalid_input_type',
      { yes: ['CLIPTextEncode', { text: { __value__: ['nu', 'de'] } }] },
    ],
  ];
  it.each(mistakes)('%s', (_, type, nodes) => {
    const objectInfo = infoOf({ PreviewAnyThing: {} });
    expect(() => read(pictureOf({}, nodes), { objectInfo })).toThrow(
      expect.toSatisfy((error) => error instanceof WorkflowError && error.type === type),
    );
  });
});
