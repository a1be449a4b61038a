import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { evaluateNodes } from '../evaluate/evaluate-nodes.ts';
import { runningNodes } from '../evaluate/links.ts';
import type { NodeSchema, ObjectInfo } from '../types.ts';
import { type Nodes, pictureOf, textsOf } from '../workflow.test-helper.ts';
import { readTexts } from './read-texts.ts';

interface Options {
  readonly inverted?: boolean;
  readonly allowedNodes?: string[];
  readonly objectInfo?: ObjectInfo;
}

function of(nodes: Nodes, { inverted = false, allowedNodes = [], objectInfo }: Options = {}) {
  const workflow = pictureOf({}, nodes);
  const order = runningNodes(workflow, objectInfo);
  const outputs = evaluateNodes(workflow, order, { allowedNodes, objectInfo });
  return readTexts(workflow, order, outputs, inverted, objectInfo);
}

/** The side of the texts at one input of one output node. */
function kindAt(name: string, input: string, words: Json = 'words', options: Options = {}) {
  const { names, ...texts } = of({ it: [name, { [input]: words }] }, options);
  const kinds = [...Object.entries(texts)].flatMap(([kind, found]) =>
    found.some(({ nodeId, text }) => nodeId === 'it' && text === words) ? [kind] : [],
  );
  return [...kinds, ...(names.some((name) => name === words) ? ['name'] : [])];
}

const encoder = (text: string) => ['CLIPTextEncode', { text, clip: ['model', 1] }] as const;

function described(inputs: [string, string][], parts: Partial<NodeSchema> = {}): Options {
  const schema = { outputs: ['IMAGE'], isOutput: true, standard: false, ...parts, inputs: new Map(inputs) };
  return { objectInfo: new Map([['Custom', schema]]) };
}

it('sorts the texts of a plain workflow, and has ids, classes, inputs and files as names', () => {
  const { names, ...texts } = of({});
  expect(texts).toEqual({
    positive: [{ nodeId: 'yes', classType: 'CLIPTextEncode', input: 'text', text: 'a cat' }],
    negative: [{ nodeId: 'no', classType: 'CLIPTextEncode', input: 'text', text: 'blurry' }],
    otherTexts: [],
  });
  expect(names).toEqual(
    expect.arrayContaining(['sampler', 'KSampler', 'sampler_name', 'euler', 'base.safetensors', 'ComfyUI']),
  );
  expect(names).not.toContain('a cat');
  expect(new Set(names).size).toBe(names.length);
});

describe('a text on the negative side', () => {
  it('is positive where negatives may be painted', () => {
    const { positive, negative } = of({}, { inverted: true });
    expect(textsOf(positive).toSorted()).toEqual(['a cat', 'blurry']);
    expect(negative).toEqual([]);
  });

  it('is positive if it has a weight below zero', () => {
    const { positive } = of({ no: ['CLIPTextEncode', { text: '(dog:-1)', clip: ['model', 1] }] });
    expect(textsOf(positive)).toContain('(dog:-1)');
  });

  it('is positive if a positive side shares it', () => {
    const inputs = { ...pictureOf({}).get('sampler')?.inputs, positive: ['no', 0] };
    expect(textsOf(of({ sampler: ['KSampler', inputs] }).positive)).toEqual(['blurry']);
  });
});

it('a text at the negative side of a sampler that only the server describes is negative', () => {
  const inputs: [string, string][] = ['positive', 'negative'].map((side) => [side, 'CONDITIONING']);
  const { positive, negative } = of(
    {
      it: ['Custom', { positive: ['more', 0], negative: ['less', 0], cfg: 7 }],
      more: encoder('more'),
      less: encoder('less'),
    },
    described(inputs),
  );
  expect(textsOf(positive).toSorted()).toEqual(['a cat', 'more']);
  expect(textsOf(negative).toSorted()).toEqual(['blurry', 'less']);
});

describe('a name', () => {
  it.each([
    ['SaveImage', 'filename_prefix'],
    ['SaveTrainingDataset', 'folder_name'],
    ['SaveLoRA', 'prefix'],
    ['SaveAnimatedWEBP', 'method'],
  ])('is what %s has at %s', (name, input) => {
    expect(kindAt(name, input)).toEqual(['name']);
  });

  it.each(['sigmas', 'layers', 'double_layers', 'single_layers', 'tracks', 'track_coords', 'model_file'])(
    'is what a class of ComfyUI has at %s, and another’s has not',
    (input) => {
      const inputs: [string, string][] = [[input, 'STRING']];
      expect(kindAt('Custom', input, 'words', described(inputs, { standard: true }))).toEqual(['name']);
      expect(kindAt('Custom', input, 'words', described(inputs))).toEqual(['otherTexts']);
    },
  );

  it('is a prefix of an output only', () => {
    const options = (isOutput: boolean) =>
      described([['prefix', 'STRING']], { standard: true, isOutput, outputs: ['STRING'] });
    expect(kindAt('Custom', 'prefix', 'words', options(true))).toEqual(['name']);
    const nodes: Nodes = {
      it: ['Custom', { prefix: 'words' }],
      show: ['PreviewAny', { source: ['it', 0] }],
    };
    expect(textsOf(of(nodes, options(false)).otherTexts)).toEqual(['words']);
  });

  it.each([
    ['Images', 'filename_prefix'],
    ['SaveImage', 'filename_prefix_more'],
  ])('is not what %s has at %s', (name, input) => {
    expect(kindAt(name, input)).toEqual(['otherTexts']);
  });

  it('is a choice, in a custom class only where that makes no text', () => {
    const inputs: [string, string][] = [['mode', 'COMBO']];
    const custom = (outputs: string[]) => described(inputs, { outputs, isOutput: false });
    const shown = (options: Options) => {
      const nodes: Nodes = {
        it: ['Custom', { mode: 'words' }],
        show: ['PreviewAny', { source: ['it', 0] }],
      };
      return textsOf(of(nodes, options).otherTexts);
    };
    expect(shown(custom(['IMAGE']))).toEqual([]);
    expect(shown(custom(['STRING']))).toEqual(['words']);
    expect(kindAt('Custom', 'mode', 'words', described(inputs))).toEqual(['name']);
  });

  it('is a picture of a camera', () => {
    expect(kindAt('Custom', 'image', 'words', described([['image', 'WEBCAM']]))).toEqual(['name']);
  });

  it.each([
    ['INT', '64', 'name'],
    ['FLOAT', ' -0.5 ', 'name'],
    ['BOOLEAN', '1', 'name'],
    ['INT', '64 words', 'otherTexts'],
    ['FLOAT', 'words 64', 'otherTexts'],
    ['STRING', '64', 'otherTexts'],
  ])('of type %s is %j: %s', (type, words, kind) => {
    expect(kindAt('Custom', 'size', words, described([['size', type]]))).toEqual([kind]);
  });

  it.each([
    ['resize', [], [], true, 'name'],
    ['resize.crop', [], [], true, 'name'],
    ['resize', [], [], false, 'otherTexts'],
    ['resize', ['STRING'], [], true, 'otherTexts'],
    ['resize', ['CONDITIONING'], [], true, 'otherTexts'],
    ['resize', [], ['STRING'], true, 'otherTexts'],
    ['resize', [], ['*'], true, 'otherTexts'],
    ['other', [], [], true, 'otherTexts'],
  ] as const)(
    'of a dynamic choice at %s beside %j making %j: %s, %s',
    (input, others, outputs, standard, kind) => {
      const inputs: [string, string][] = [
        ['resize', 'COMFY_DYNAMICCOMBO_V3'],
        ...others.map((type, index): [string, string] => [`in${index}`, type]),
      ];
      const options = described(inputs, { standard, outputs: [...outputs] });
      expect(kindAt('Custom', input, 'words', options)).toEqual([kind]);
    },
  );
});

describe('another text', () => {
  it('is one that an output shows, also in a list or a key', () => {
    expect(kindAt('PreviewAny', 'source')).toEqual(['otherTexts']);
    const { otherTexts } = of({ show: ['PreviewAny', { source: { words: ['more'] } }] });
    expect(textsOf(otherTexts)).toEqual(['words', 'more']);
  });

  it('is what an encoder of a custom class encodes', () => {
    const options = described([['text', 'STRING']], { outputs: ['CONDITIONING'], isOutput: false });
    const nodes: Nodes = {
      yes: ['Custom', { text: 'words' }],
    };
    expect(textsOf(of(nodes, options).otherTexts)).toEqual(['words']);
    const standard = described([['text', 'STRING']], {
      outputs: ['CONDITIONING'],
      isOutput: false,
      standard: true,
    });
    expect(textsOf(of(nodes, standard).positive)).toEqual(['words']);
  });

  it('is a text of ComfyUI’s own nodes that makes a text', () => {
    const nodes: Nodes = {
      made: ['StringTrim', { string: 'words', mode: 'Both' }],
      yes: ['CLIPTextEncode', { text: ['made', 0], clip: ['model', 1] }],
    };
    expect(textsOf(of(nodes).otherTexts)).toEqual(['words']);
  });

  it('is what an allowed class can contain, at the input that it reaches', () => {
    const nodes: Nodes = {
      made: ['Wildcards', { text: 'words' }],
      yes: ['CLIPTextEncode', { text: ['made', 0], clip: ['model', 1] }],
    };
    const { positive, otherTexts } = of(nodes, { allowedNodes: ['Wildcards'] });
    expect(positive).toContainEqual({
      nodeId: 'yes',
      classType: 'CLIPTextEncode',
      input: 'text',
      text: 'words',
    });
    expect(textsOf(otherTexts)).toEqual(['words']);
    expect(textsOf(of(nodes).positive)).toEqual([]);
  });
});
