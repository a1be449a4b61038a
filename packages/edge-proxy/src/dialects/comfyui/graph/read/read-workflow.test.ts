import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { parseObjectInfo, WorkflowError } from '../index.ts';
import { COMFY_NODES } from '../nodes/known-nodes.ts';
import type { NodeSchema, ObjectInfo } from '../types.ts';
import { type Nodes, pictureOf, read, reading, textsOf, workflowOf } from '../workflow.test-helper.ts';

interface Class extends Partial<Omit<NodeSchema, 'inputs'>> {
  readonly inputs?: [string, string][];
}

function infoOf(classes: Record<string, Class>): ObjectInfo {
  return new Map(
    Object.entries(classes).map(([name, { inputs, ...rest }]) => {
      const schema = { outputs: [], isOutput: false, standard: false, ...rest, inputs: new Map(inputs) };
      return [name, schema] as const;
    }),
  );
}

/** Classes of ComfyUI that make conditioning from texts, with the inputs of those texts. */
const ENCODERS = [...COMFY_NODES].flatMap(([name, { inputs, outputs }]) => {
  const texts = [...inputs].filter(([, type]) => type === 'STRING').map(([input]) => input);
  const encodes = outputs[0] === 'CONDITIONING' && outputs.length === 1 && texts.length > 0;
  return encodes ? [[name, texts] as const] : [];
});

describe('every text encoder of ComfyUI', () => {
  it('is known', () => {
    expect(ENCODERS.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'CLIPTextEncode',
        'CLIPTextEncodeSDXL',
        'CLIPTextEncodeSD3',
        'CLIPTextEncodeFlux',
        'CLIPTextEncodeLumina2',
        'CLIPTextEncodeHiDream',
        'TextEncodeQwenImageEditPlus',
        'GLIGENTextBoxApply',
      ]),
    );
  });

  it.each(ENCODERS)('%s is read on both sides', (name, texts) => {
    const encoder = (words: string): [string, Record<string, Json>] => [
      name,
      { clip: ['model', 1], ...Object.fromEntries(texts.map((input) => [input, `${words} ${input}`])) },
    ];
    const found = reading(pictureOf({}, { yes: encoder('wanted'), no: encoder('unwanted') }));
    expect(textsOf(found.positive)).toEqual(texts.map((input) => `wanted ${input}`));
    expect(textsOf(found.negative)).toEqual(texts.map((input) => `unwanted ${input}`));
    expect(found.otherTexts).toEqual([]);
  });
});

describe('the result of a string node', () => {
  const cases: [string, string, Record<string, Json>, Json][] = [
    ['PrimitiveString', 'a cat', { value: 'a cat' }, 'a cat'],
    ['PrimitiveStringMultiline', 'a\ncat', { value: 'a\ncat' }, 'a\ncat'],
    ['CustomCombo', 'a cat', { choice: 'a cat' }, 'a cat'],
    ['StringConcatenate', 'a cat', { string_a: 'a', string_b: 'cat', delimiter: ' ' }, 'a cat'],
    ['StringSubstring', 'cat', { string: 'a cat.', start: '2', end: -1 }, 'cat'],
    ['CaseConverter', 'A CAT', { string: 'a cat', mode: 'UPPERCASE' }, 'A CAT'],
    ['CaseConverter', 'a cat', { string: 'A Cat', mode: 'lowercase' }, 'a cat'],
    ['CaseConverter', 'A cat', { string: 'a CAT', mode: 'Capitalize' }, 'A cat'],
    ['CaseConverter', 'A Cat', { string: 'a cat', mode: 'Title Case' }, 'A Cat'],
    ['CaseConverter', 'a cAt', { string: 'a cAt', mode: 'something' }, 'a cAt'],
    ['StringTrim', 'a cat', { string: ' a cat\n', mode: 'Both' }, 'a cat'],
    ['StringTrim', 'a cat ', { string: ' a cat ', mode: 'Left' }, 'a cat '],
    ['StringTrim', ' a cat', { string: ' a cat ', mode: 'Right' }, ' a cat'],
    ['StringReplace', 'a cat', { string: 'a dog', find: 'dog', replace: 'cat' }, 'a cat'],
    ['RegexReplace', 'a cat', { string: 'a dog', regex_pattern: 'D\\w+', replace: 'cat' }, 'a cat'],
    ['RegexReplace', 'cba', { string: 'aba', regex_pattern: 'a', replace: 'c', count: 1 }, 'cba'],
    [
      'RegexReplace',
      'a dog',
      { string: 'a dog', regex_pattern: 'D', replace: '', case_insensitive: false },
      'a dog',
    ],
    ['TextToLowercase', 'a cat', { texts: 'A Cat' }, 'a cat'],
    ['TextToUppercase', 'A CAT', { texts: 'A Cat' }, 'A CAT'],
    ['TruncateText', 'a cat', { texts: 'a cat sits', max_length: 5 }, 'a cat'],
    ['AddTextPrefix', 'a cat', { texts: 'cat', prefix: 'a ' }, 'a cat'],
    ['AddTextSuffix', 'a cat', { texts: 'a', suffix: ' cat' }, 'a cat'],
    ['ReplaceText', 'a cat', { texts: 'a dog', find: 'dog', replace: 'cat' }, 'a cat'],
    ['StripWhitespace', 'a cat', { texts: '\ta cat ' }, 'a cat'],
    ['PrimitiveString', '5', { value: 5 }, '5'],
    ['PrimitiveString', 'True', { value: true }, 'True'],
    ['PrimitiveString', 'None', { value: null }, 'None'],
    ['Reroute', 'a cat', { '': 'a cat' }, 'a cat'],
  ];
  it.each(cases)('%s makes %j of %j', (name, _, inputs, expected) => {
    const found = reading(pictureOf({ positive: ['made', 0] }, { made: [name, inputs] }));
    expect(textsOf(found.positive)).toEqual([expected]);
    // The sent workflow has the evaluated text in place of the node.
    expect(found.workflow.get('yes')?.inputs.text).toBe(expected);
    expect(found.workflow.has('made')).toBe(false);
  });

  const extractions: [string, number, string][] = [
    ['First Match', 1, 'b1'],
    ['All Matches', 1, 'b\nc'],
    ['First Group', 2, '1'],
    ['First Group', 0, 'b1'],
    ['First Group', 3, ''],
    ['All Groups', 2, '1\n2'],
    ['All Groups', 3, ''],
    ['something', 1, ''],
  ];
  it.each(extractions)('RegexExtract of %s %d is %j', (mode, group_index, expected) => {
    const inputs = { string: 'a b1 c2', regex_pattern: '(\\w)(\\d)', mode, group_index };
    const flags = { case_insensitive: true, multiline: false, dotall: false };
    const found = reading(
      pictureOf({ positive: ['made', 0] }, { made: ['RegexExtract', { ...inputs, ...flags }] }),
    );
    expect(textsOf(found.positive)).toEqual([expected]);
  });

  const questions: [string, Record<string, Json>, boolean][] = [
    ['StringContains', { string: 'a Cat', substring: 'cat', case_sensitive: true }, false],
    ['StringContains', { string: 'a Cat', substring: 'cat', case_sensitive: false }, true],
    // In Python every text except the empty one is true.
    ['StringContains', { string: 'a Cat', substring: 'cat', case_sensitive: 'false' }, false],
    ['StringCompare', { string_a: 'a cat', string_b: 'a', mode: 'Starts With', case_sensitive: true }, true],
    ['StringCompare', { string_a: 'a cat', string_b: 'a', mode: 'Ends With', case_sensitive: true }, false],
    ['StringCompare', { string_a: 'A', string_b: 'a', mode: 'Equal', case_sensitive: false }, true],
    ['RegexMatch', { string: 'a cat', regex_pattern: '^CAT', case_insensitive: true }, false],
    ['RegexMatch', { string: 'a\ncat', regex_pattern: '^CAT', multiline: true }, true],
    ['PrimitiveBoolean', { value: true }, true],
  ];
  it.each(questions)('%s of %j is %j', (name, inputs, expected) => {
    const nodes: Nodes = {
      asked: [name, inputs],
      chosen: ['ComfySwitchNode', { switch: ['asked', 0], on_true: 'yes', on_false: ['other', 0] }],
      other: ['PrimitiveString', { value: 'no' }],
    };
    const found = reading(pictureOf({ positive: ['chosen', 0] }, nodes));
    expect(textsOf(found.positive)).toEqual([expected ? 'yes' : 'no']);
  });

  it('is denied where Python throws: a number from a link is not a text', () => {
    const nodes: Nodes = {
      five: ['PrimitiveInt', { value: 5 }],
      joined: ['StringConcatenate', { string_a: ['five', 0], string_b: 'x', delimiter: '' }],
    };
    expect(read(pictureOf({ positive: ['joined', 0] }, nodes))).toMatchObject({
      kind: 'denied',
      nodeId: 'joined',
    });
  });

  it('counts characters as Python does', () => {
    const found = reading(
      pictureOf(
        { positive: ['cut', 0] },
        {
          length: ['StringLength', { string: '😀😀' }],
          cut: ['StringSubstring', { string: 'a😀b', start: 0, end: ['length', 0] }],
        },
      ),
    );
    expect(textsOf(found.positive)).toEqual(['a😀']);
  });
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
  ] as [string, Class, 'negative' | 'otherTexts'][])(
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
    const filter = (schema: Class, inputs: Record<string, Json>) =>
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
