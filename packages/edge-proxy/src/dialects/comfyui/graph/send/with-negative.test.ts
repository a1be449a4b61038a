import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { runningNodes } from '../evaluate/links.ts';
import { type Injection, withNegative } from '../index.ts';
import { COMFY_NODES } from '../nodes/known-nodes.ts';
import { type Nodes, pictureOf, reading, textsBehind, workflowOf } from '../workflow.test-helper.ts';

// A slow machine must not fail the test.
vi.setConfig({ testTimeout: 120_000 });

const TERMS = 'operator one, operator two';

type Options = Parameters<typeof pictureOf>[0];

function inject(options: Options, nodes: Nodes = {}): Injection {
  return withNegative(reading(pictureOf(options, nodes)).workflow, TERMS);
}

/** The sampler of the usual workflow with other conditioning. */
function sampler(positive: Json, negative: Json, more: Record<string, Json> = {}): Nodes[string] {
  return ['KSampler', { ...pictureOf({}).get('sampler')?.inputs, positive, negative, ...more }];
}

/** The value at a node that the addition may not reach. */
function positiveOf({ workflow }: Injection): string[] {
  return textsBehind(workflow, 'sampler', 'positive');
}

describe('withNegative', () => {
  it('puts the addition before the client’s text', () => {
    const injection = inject({});
    expect(injection.workflow.get('no')?.inputs.text).toBe(`${TERMS}, blurry`);
    expect(injection.workflow.get('yes')?.inputs.text).toBe('a cat');
    expect(injection).toMatchObject({ changed: [{ nodeId: 'no', input: 'text' }], powerless: [] });
    expect(injection.added.size).toBe(0);
  });

  it.each(['', '  '])('sends only the addition if the client wrote %j', (negative) => {
    expect(inject({ negative }).workflow.get('no')?.inputs.text).toBe(TERMS);
  });

  it('does not mutate the given workflow', () => {
    const { workflow } = reading(pictureOf({}));
    const before = structuredClone([...workflow]);
    withNegative(workflow, TERMS);
    expect([...workflow]).toEqual(before);
  });

  it.each([
    ['CLIPTextEncodeSDXL', ['text_g', 'text_l']],
    ['CLIPTextEncodeSD3', ['clip_l', 'clip_g', 't5xxl']],
    ['CLIPTextEncodeFlux', ['clip_l', 't5xxl']],
    ['CLIPTextEncodeLumina2', ['user_prompt']],
    ['TextEncodeQwenImageEdit', ['prompt']],
  ])('adds to every text of %s', (name, inputs) => {
    const texts = Object.fromEntries(inputs.map((input) => [input, input]));
    const { workflow, changed } = inject({}, { no: [name, { clip: ['model', 1], ...texts }] });
    expect(inputs.map((input) => workflow.get('no')?.inputs[input])).toEqual(
      inputs.map((input) => `${TERMS}, ${input}`),
    );
    expect(changed).toHaveLength(inputs.length);
  });

  it.each([
    ['ConditioningSetTimestepRange', 'conditioning', {}],
    ['ControlNetApply', 'conditioning', { strength: 1 }],
    ['ConditioningSetMask', 'conditioning', { strength: 1 }],
    ['GLIGENTextBoxApply', 'conditioning_to', { clip: ['model', 1], text: 'a box' }],
    ['CLIPTextEncodeControlnet', 'conditioning', { clip: ['model', 1], text: 'a map' }],
  ] as [string, string, Record<string, Json>][])('finds the text through %s', (name, input, more) => {
    const nodes: Nodes = {
      via: [name, { [input]: ['no', 0], ...more }],
      sampler: sampler(['yes', 0], ['via', 0]),
    };
    const { workflow, powerless } = inject({}, nodes);
    expect(textsBehind(workflow, 'sampler', 'negative')).toContain(`${TERMS}, blurry`);
    expect(workflow.get('via')?.inputs.text).toBe(more.text);
    expect(powerless).toEqual([]);
  });

  it('reaches both halves of combined conditioning', () => {
    const nodes: Nodes = {
      more: ['CLIPTextEncode', { text: 'ugly', clip: ['model', 1] }],
      both: ['ConditioningCombine', { conditioning_1: ['no', 0], conditioning_2: ['more', 0] }],
      sampler: sampler(['yes', 0], ['both', 0]),
    };
    expect(textsBehind(inject({}, nodes).workflow, 'sampler', 'negative')).toEqual([
      `${TERMS}, blurry`,
      `${TERMS}, ugly`,
    ]);
  });

  it('reaches guiders and every sampler', () => {
    const nodes: Nodes = {
      guider: ['CFGGuider', { positive: ['yes', 0], negative: ['no', 0], cfg: 4 }],
      second: ['SamplerCustomAdvanced', { guider: ['guider', 0] }],
      other: ['CLIPTextEncode', { text: 'ugly', clip: ['model', 1] }],
      third: ['KSamplerAdvanced', { positive: ['yes', 0], negative: ['other', 0], cfg: 2 }],
      show: ['PreviewAny', { source: ['second', 0] }],
      too: ['PreviewAny', { source: ['third', 0] }],
    };
    const { workflow } = inject({}, nodes);
    expect(textsBehind(workflow, 'guider', 'negative')).toEqual([`${TERMS}, blurry`]);
    expect(textsBehind(workflow, 'third', 'negative')).toEqual([`${TERMS}, ugly`]);
    expect(positiveOf({ ...inject({}, nodes) })).toEqual(['a cat']);
  });
});

describe('a node that both sides share', () => {
  it('is split: the encoder', () => {
    const injection = inject({}, { sampler: sampler(['yes', 0], ['yes', 0]) });
    expect(positiveOf(injection)).toEqual(['a cat']);
    expect(textsBehind(injection.workflow, 'sampler', 'negative')).toEqual([`${TERMS}, a cat`]);
    const [[twin, beside] = []] = [...injection.added];
    expect(beside).toBe('yes');
    expect(injection.workflow.get(twin ?? '')?.class_type).toBe('CLIPTextEncode');
    expect(injection.changed).toEqual([{ nodeId: 'sampler', input: 'negative' }]);
  });

  it('is split: the nodes after the encoder', () => {
    const nodes: Nodes = {
      area: ['ConditioningSetAreaStrength', { conditioning: ['no', 0], strength: 1 }],
      mixed: ['ConditioningCombine', { conditioning_1: ['yes', 0], conditioning_2: ['area', 0] }],
      sampler: sampler(['mixed', 0], ['area', 0]),
    };
    const injection = inject({}, nodes);
    expect(positiveOf(injection)).toEqual(['a cat', 'blurry']);
    expect(textsBehind(injection.workflow, 'sampler', 'negative')).toEqual([`${TERMS}, blurry`]);
    expect([...injection.added.values()].toSorted()).toEqual(['area', 'no']);
  });

  it('is split before a pair, and the pair stays one node', () => {
    const nodes: Nodes = {
      pair: ['ControlNetApplyAdvanced', { positive: ['yes', 0], negative: ['yes', 0], strength: 1 }],
      sampler: sampler(['pair', 0], ['pair', 1]),
    };
    const injection = inject({}, nodes);
    expect(positiveOf(injection)).toEqual(['a cat']);
    expect(textsBehind(injection.workflow, 'sampler', 'negative')).toEqual([`${TERMS}, a cat`]);
    expect([...injection.added.values()]).toEqual(['yes']);
    expect(injection.changed).toEqual([{ nodeId: 'pair', input: 'negative' }]);
  });

  it('is split when it is the other half of a pair', () => {
    const nodes: Nodes = {
      pair: ['ControlNetApplyAdvanced', { positive: ['yes', 0], negative: ['no', 0], strength: 1 }],
      sampler: sampler(['pair', 0], ['pair', 1]),
      crossed: sampler(['pair', 1], ['pair', 0]),
      show: ['PreviewAny', { source: ['crossed', 0] }],
    };
    const { workflow } = inject({}, nodes);
    expect(textsBehind(workflow, 'sampler', 'positive')).toEqual(['a cat']);
    expect(textsBehind(workflow, 'sampler', 'negative')).toEqual([`${TERMS}, blurry`]);
    expect(textsBehind(workflow, 'crossed', 'positive')).toEqual(['blurry']);
    expect(textsBehind(workflow, 'crossed', 'negative')).toEqual([`${TERMS}, a cat`]);
  });

  it('is split from a use by an unknown node', () => {
    const { workflow } = inject({}, { show: ['PreviewAny', { source: ['no', 0] }] });
    expect(workflow.get('no')?.inputs.text).toBe('blurry');
    expect(textsBehind(workflow, 'sampler', 'negative')).toEqual([`${TERMS}, blurry`]);
  });

  it('keeps every link in order', () => {
    const { workflow } = inject({}, { sampler: sampler(['yes', 0], ['yes', 0]) });
    expect(new Set(runningNodes(workflow))).toEqual(new Set(workflow.keys()));
  });
});

describe('ids of added nodes', () => {
  it('are not used by other nodes', () => {
    const nodes: Nodes = {
      '7': ['PreviewAny', { source: 1 }],
      '999999999': ['PreviewAny', { source: 1 }],
      '1000000000': ['PreviewAny', { source: 1 }],
      '4294967297': ['PreviewAny', { source: 1 }],
      sampler: sampler(['yes', 0], ['yes', 0]),
    };
    const before = reading(pictureOf({}, nodes)).workflow;
    const { workflow, added } = inject({}, nodes);
    expect([...added.keys()]).toEqual(['1000000001']);
    expect(workflow.size).toBe(before.size + added.size);
  });
});

describe('a text from a link', () => {
  const nodes: Nodes = { made: ['Wildcards', { text: 'ugly' }] };
  const options = { allowedNodes: ['Wildcards'] };
  const { workflow } = reading(pictureOf({ negative: ['made', 0] }, nodes), options);

  it('gets a node in between', () => {
    const injection = withNegative(workflow, TERMS);
    const [[id = '', beside] = []] = [...injection.added];
    expect(beside).toBe('no');
    expect(injection.workflow.get('no')?.inputs.text).toEqual([id, 0]);
    expect(injection.workflow.get(id)).toEqual({
      class_type: 'StringConcatenate',
      inputs: { string_a: TERMS, string_b: ['made', 0], delimiter: ', ' },
    });
    expect(injection.changed).toEqual([{ nodeId: 'no', input: 'text' }]);
  });

  it('is unchanged if the server does not have that node', () => {
    const known = new Map([...COMFY_NODES].filter(([name]) => name === 'KSampler'));
    const injection = withNegative(workflow, TERMS, known);
    expect(injection.workflow).toEqual(workflow);
    expect(injection.powerless).toEqual([{ nodeId: 'sampler', classType: 'KSampler', why: 'no-encoder' }]);
  });
});

describe('a negative prompt without effect', () => {
  const zero: Nodes[string] = ['ConditioningZeroOut', { conditioning: ['yes', 0] }];
  const cases: [string, string, Options, Nodes][] = [
    ['at a guidance of 1', 'guidance', { cfg: 1 }, {}],
    ['below a guidance of 1', 'guidance', { cfg: 0.5 }, {}],
    ['at a guidance that nobody knows', 'guidance', { cfg: ['f', 0] }, { f: ['GetVideoComponents', {}] }],
    ['that is zeroed out', 'zeroed', {}, { zero, sampler: sampler(['yes', 0], ['zero', 0]) }],
    [
      'that is made of a picture',
      'no-encoder',
      {},
      { svd: ['SVD_img2vid_Conditioning', {}], sampler: sampler(['svd', 0], ['svd', 1]) },
    ],
  ];
  it.each(cases)('%s is reported: %s', (_, why, options, nodes) => {
    const { workflow } = reading(pictureOf(options, nodes));
    const injection = withNegative(workflow, TERMS);
    expect(injection.powerless).toEqual([{ nodeId: 'sampler', classType: 'KSampler', why }]);
    expect(injection.workflow).toEqual(workflow);
    expect(injection.changed).toEqual([]);
  });

  it('is reported soon where conditioning is doubled again and again', () => {
    const doubled = Array.from({ length: 60 }, (_, index): [string, Nodes[string]] => [
      `n${index + 1}`,
      ['ConditioningCombine', { conditioning_1: [`n${index}`, 0], conditioning_2: [`n${index}`, 0] }],
    ]);
    const nodes: Nodes = {
      n0: ['SVD_img2vid_Conditioning', {}],
      ...Object.fromEntries(doubled),
      sampler: sampler(['yes', 0], ['n60', 0]),
    };
    expect(inject({}, nodes).powerless).toMatchObject([{ nodeId: 'sampler', why: 'no-encoder' }]);
  });

  it.each([
    [4, 0.5, false],
    [4, 1, true],
    [1, 1, false],
  ])('is reported for a guider of two scales, %d and %d: %j', (cfg_conds, cfg_cond2_negative, isSteered) => {
    const sides = { cond1: ['yes', 0], cond2: ['yes', 0], negative: ['no', 0] };
    const nodes: Nodes = {
      guider: ['DualCFGGuider', { ...sides, cfg_conds, cfg_cond2_negative }],
      sampler: ['SamplerCustomAdvanced', { guider: ['guider', 0] }],
    };
    const { workflow, powerless } = inject({}, nodes);
    expect(workflow.get('no')?.inputs.text).toBe(isSteered ? `${TERMS}, blurry` : 'blurry');
    expect(powerless).toHaveLength(isSteered ? 0 : 1);
  });

  it('is reported for a guider without a negative input', () => {
    const nodes: Nodes = {
      guider: ['BasicGuider', { model: ['model', 0], conditioning: ['yes', 0] }],
      sampler: ['SamplerCustomAdvanced', { guider: ['guider', 0] }],
    };
    expect(inject({}, nodes).powerless).toEqual([
      { nodeId: 'guider', classType: 'BasicGuider', why: 'guidance' },
    ]);
  });

  it('does not keep another sampler from being steered', () => {
    const nodes: Nodes = {
      second: sampler(['yes', 0], ['no', 0], { cfg: 1 }),
      show: ['PreviewAny', { source: ['second', 0] }],
    };
    const injection = inject({}, nodes);
    expect(textsBehind(injection.workflow, 'sampler', 'negative')).toEqual([`${TERMS}, blurry`]);
    expect(textsBehind(injection.workflow, 'second', 'negative')).toEqual(['blurry']);
  });

  it('that is zeroed for a part of the steps is steered for the rest', () => {
    const nodes: Nodes = {
      zero: ['ConditioningZeroOut', { conditioning: ['no', 0] }],
      both: ['ConditioningCombine', { conditioning_1: ['zero', 0], conditioning_2: ['no', 0] }],
      sampler: sampler(['yes', 0], ['both', 0]),
    };
    const injection = inject({}, nodes);
    expect(injection.powerless).toEqual([]);
    expect(textsBehind(injection.workflow, 'sampler', 'negative')).toEqual(['blurry', `${TERMS}, blurry`]);
  });
});

describe('any graph of conditioning', () => {
  const port = fc.tuple(fc.nat(), fc.nat(1));
  const step = fc.record({ kind: fc.nat(2), first: port, second: port });
  const end = fc.record({ positive: port, negative: port, cfg: fc.constantFrom(7, 1) });

  it('has its negative sides steered, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 7 }),
        fc.array(end, { minLength: 1, maxLength: 3 }),
        (steps, ends) => {
          const nodes: Record<string, Nodes[string]> = {};
          const ports: [string, number][] = [];
          for (const text of ['one', 'two', 'three']) {
            nodes[text] = ['CLIPTextEncode', { text, clip: ['model', 1] }];
            ports.push([text, 0]);
          }
          nodes.model = ['CheckpointLoaderSimple', { ckpt_name: 'x' }];
          const at = ([index]: readonly [number, number]) => ports[index % ports.length] ?? ['one', 0];
          for (const [index, { kind, first, second }] of steps.entries()) {
            const id = `c${index}`;
            const [a, b] = [at(first), at(second)];
            if (kind === 0) nodes[id] = ['ConditioningCombine', { conditioning_1: a, conditioning_2: b }];
            else if (kind === 1)
              nodes[id] = ['ConditioningSetAreaStrength', { conditioning: a, strength: 1 }];
            else nodes[id] = ['ControlNetApplyAdvanced', { positive: a, negative: b, strength: 1 }];
            ports.push([id, 0]);
            if (kind === 2) ports.push([id, 1]);
          }
          for (const [index, { positive, negative, cfg }] of ends.entries()) {
            nodes[`k${index}`] = ['KSampler', { positive: at(positive), negative: at(negative), cfg }];
            nodes[`show${index}`] = ['PreviewAny', { source: [`k${index}`, 0] }];
          }
          const { workflow } = reading(workflowOf(nodes));
          const injection = withNegative(workflow, TERMS);
          for (const [index, { cfg }] of ends.entries()) {
            const was = (input: 'positive' | 'negative') => textsBehind(workflow, `k${index}`, input);
            const is = (input: 'positive' | 'negative') =>
              textsBehind(injection.workflow, `k${index}`, input);
            expect(is('positive')).toEqual(was('positive'));
            const steered = was('negative').map((text) => `${TERMS}, ${text}`);
            expect(is('negative')).toEqual(cfg > 1 ? steered : was('negative'));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('may be one chain of ten thousand nodes that both sides share', () => {
    const chain = Array.from({ length: 10_000 }, (_, index): [string, Nodes[string]] => [
      `n${index + 1}`,
      ['ConditioningSetAreaStrength', { conditioning: [`n${index}`, 0], strength: 1 }],
    ]);
    const injection = inject(
      {},
      {
        n0: ['CLIPTextEncode', { text: 'a cat', clip: ['model', 1] }],
        ...Object.fromEntries(chain),
        sampler: sampler(['n10000', 0], ['n10000', 0]),
      },
    );
    expect(positiveOf(injection)).toEqual(['a cat']);
    expect(textsBehind(injection.workflow, 'sampler', 'negative')).toEqual([`${TERMS}, a cat`]);
  });
});
