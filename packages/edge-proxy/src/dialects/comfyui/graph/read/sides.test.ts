import { describe, expect, it } from 'vitest';
import { runningNodes } from '../evaluate/links.ts';
import { schemaOf } from '../nodes/known-nodes.ts';
import type { NodeSchema, ObjectInfo } from '../types.ts';
import { type Nodes, pictureOf, workflowOf } from '../workflow.test-helper.ts';
import { followTexts, GUIDANCE, isSampler, linksInto, slotsAfter } from './sides.ts';

const TOWARDS = { positive: true, negative: false };
const AWAY = { positive: false, negative: true };

function schema(outputs: string[], parts: Partial<NodeSchema> = {}): NodeSchema {
  return { inputs: new Map(), outputs, isOutput: false, standard: true, ...parts };
}

it.each([
  ['cfg', true],
  ['cfg_scale', true],
  ['cfg_conds', true],
  ['cfg_cond2_negative', true],
  ['min_cfg', true],
  ['guidance_scale', true],
  ['guidance', false],
  ['max_cfg_x', false],
  ['my_cfg', false],
])('counts the input %s as guidance: %s', (input, guides) => {
  expect(GUIDANCE.test(input)).toBe(guides);
});

describe('isSampler', () => {
  const inputs = new Map([['negative', 'CONDITIONING']]);
  const node = (...names: string[]) => ({
    class_type: 'X',
    inputs: Object.fromEntries(names.map((name) => [name, 1])),
  });

  it('needs a negative side, guidance, and no conditioning at its outputs', () => {
    expect(isSampler(node('cfg', 'other'), schema(['LATENT'], { inputs }))).toBe(true);
    expect(isSampler(node('other'), schema(['LATENT'], { inputs }))).toBe(false);
    expect(isSampler(node('cfg'), schema(['LATENT']))).toBe(false);
    expect(isSampler(node('cfg'), schema(['LATENT', 'CONDITIONING'], { inputs }))).toBe(false);
    expect(isSampler(node('cfg'), schema(['LATENT'], { inputs: new Map([['negative', 'STRING']]) }))).toBe(
      false,
    );
    expect(isSampler(node('cfg'), undefined)).toBe(false);
  });
});

describe('slotsAfter', () => {
  it.each([
    [['CONDITIONING'], [0]],
    [['IMAGE', 'STRING'], [1]],
    [['COMBO'], [0]],
    [['*'], [0]],
    [['COMFY_MATCHTYPE_V3'], [0]],
    [['LATENT'], undefined],
    [[], undefined],
  ])('of outputs %j are %j', (outputs, slots) => {
    expect(slotsAfter(schema(outputs), 'any')).toEqual(slots);
  });

  it('end at an output node, and are not known behind an unknown class', () => {
    expect(slotsAfter(schema(['STRING'], { isOutput: true }), 'any')).toBeUndefined();
    expect(slotsAfter(undefined, 'any')).toBeUndefined();
  });

  it('are known for another’s class only where each of its outputs carries texts', () => {
    const custom = { standard: false };
    expect(slotsAfter(schema(['STRING', 'CONDITIONING'], custom), 'negative')).toEqual([0, 1]);
    expect(slotsAfter(schema(['STRING', 'LATENT'], custom), 'negative')).toBeUndefined();
  });

  it.each([
    ['positive', [0]],
    ['positive_NEW', [0]],
    ['negative', [1]],
    ['negative_NEW', [1]],
    ['positives', [0, 1]],
    ['negatives', [0, 1]],
    ['my_negative', [0, 1]],
    ['my_positive', [0, 1]],
    ['strength', [0, 1]],
  ])('of a pair lead from %s to %j', (input, slots) => {
    expect(slotsAfter(schema(['CONDITIONING', 'CONDITIONING', 'LATENT']), input)).toEqual(slots);
  });

  it('have one way only where there is one output', () => {
    expect(slotsAfter(schema(['CONDITIONING']), 'negative')).toEqual([0]);
  });
});

it('finds the links of a node by their inputs', () => {
  const node = { class_type: 'X', inputs: { a: ['4', 0], b: 'words', c: ['5', 1] } };
  expect(linksInto(node)).toEqual([
    ['a', { from: '4', slot: 0 }],
    ['c', { from: '5', slot: 1 }],
  ]);
  expect(linksInto(undefined)).toEqual([]);
});

describe('followTexts', () => {
  const sidesOf = (nodes: Nodes, objectInfo?: ObjectInfo) => {
    const workflow = pictureOf({}, nodes);
    return followTexts(workflow, runningNodes(workflow, objectInfo), objectInfo);
  };
  const sampler = (more: Record<string, [string, number]>): Nodes => ({
    sampler: ['KSampler', { ...pictureOf({}).get('sampler')?.inputs, ...more }],
  });

  it('leads each encoder to its side', () => {
    const at = sidesOf({});
    expect(at('yes', 'text')).toEqual(TOWARDS);
    expect(at('no', 'text')).toEqual(AWAY);
    expect(at('sampler', 'negative')).toEqual(AWAY);
    expect(at('sampler', 'positive')).toEqual(TOWARDS);
  });

  it('leads a shared encoder to both', () => {
    expect(sidesOf(sampler({ positive: ['no', 0] }))('no', 'text')).toEqual({
      positive: true,
      negative: true,
    });
  });

  it('follows a chain of nodes', () => {
    const nodes: Nodes = {
      joined: ['ConditioningConcat', { conditioning_to: ['no', 0], conditioning_from: ['more', 0] }],
      more: ['CLIPTextEncode', { text: ['words', 0], clip: ['model', 1] }],
      words: ['StringTrim', { string: 'x', mode: 'Both' }],
    };
    const at = sidesOf({ ...nodes, ...sampler({ negative: ['joined', 0] }) });
    expect([at('words', 'string'), at('more', 'text'), at('no', 'text')]).toEqual([AWAY, AWAY, AWAY]);
  });

  it('keeps the two outputs of a pair apart', () => {
    const pair: Nodes = { pair: ['ControlNetApplyAdvanced', { positive: ['yes', 0], negative: ['no', 0] }] };
    const straight = sidesOf({ ...pair, ...sampler({ positive: ['pair', 0], negative: ['pair', 1] }) });
    expect([straight('yes', 'text'), straight('no', 'text')]).toEqual([TOWARDS, AWAY]);
    const crossed = sidesOf({ ...pair, ...sampler({ positive: ['pair', 1], negative: ['pair', 0] }) });
    expect([crossed('yes', 'text'), crossed('no', 'text')]).toEqual([AWAY, TOWARDS]);
  });

  it('leads a text that ends anywhere else towards it', () => {
    const at = sidesOf({ show: ['PreviewAny', { source: ['no', 0] }] });
    expect(at('show', 'source')).toEqual(TOWARDS);
    expect(at('no', 'text')).toEqual({ positive: true, negative: true });
    expect(at('gone', 'text')).toEqual(TOWARDS);
  });

  it('ignores a text whose node has no reader', () => {
    const workflow = workflowOf({ it: ['CLIPTextEncode', { text: 'x' }] });
    expect(followTexts(workflow, ['it'])('it', 'text')).toEqual({ positive: false, negative: false });
  });

  it('reads classes as the server describes them', () => {
    const own = schemaOf('KSampler');
    if (own === undefined) throw new Error('KSampler is not known.');
    const info: ObjectInfo = new Map([['KSampler', { ...own, inputs: new Map() }]]);
    expect(sidesOf({}, info)('no', 'text')).toEqual(TOWARDS);
  });
});
