import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { evaluateNodes } from '../evaluate/evaluate-nodes.ts';
import type { ObjectInfo } from '../types.ts';
import { type Nodes, workflowOf } from '../workflow.test-helper.ts';
import { guidanceOf, numberAt } from './guidance.ts';

function of(nodes: Nodes, objectInfo?: ObjectInfo) {
  const workflow = workflowOf(nodes);
  const order = Object.keys(nodes);
  const outputs = evaluateNodes(workflow, order, { allowedNodes: [], objectInfo });
  return guidanceOf(workflow, order, outputs, objectInfo);
}
const PLAIN: Nodes = { one: ['KSampler', { cfg: 7 }] };
const isInverted = (nodes: Nodes, info?: ObjectInfo) => of({ ...PLAIN, ...nodes }, info).inverted;

describe('numberAt', () => {
  it.each<[Json, number | undefined]>([
    [7.5, 7.5],
    ['7.5', 7.5],
    [' -7. ', -7],
    ['+.5', 0.5],
    ['7x', undefined],
    ['x7', undefined],
    ['.', undefined],
    ['1e3', undefined],
    ['', undefined],
    [true, undefined],
    [null, undefined],
    [[7], undefined],
  ])('%j is %j', (value, number) => {
    expect(numberAt(value, () => ({ kind: 'other' }))).toBe(number);
  });

  it('follows a link to a value that is known', () => {
    const link: Json = ['4', 1];
    expect(
      numberAt(link, ({ from, slot }) => ({ kind: 'known', value: Number(from) + slot, text: false })),
    ).toBe(5);
    expect(numberAt(link, () => ({ kind: 'other' }))).toBeUndefined();
    expect(numberAt(undefined, () => ({ kind: 'other' }))).toBeUndefined();
  });
});

describe('guidanceOf', () => {
  it('has the lowest scale of all samplers', () => {
    expect(of({ one: ['KSampler', { cfg: 7 }], two: ['KSampler', { cfg: 3 }] })).toEqual({
      lowest: 3,
      inverted: false,
    });
  });

  it('has none without a sampler', () => {
    expect(of({ one: ['EmptyLatentImage', { width: 64 }] })).toEqual({ lowest: undefined, inverted: false });
  });

  it.each<[Json, boolean]>([
    [1, false],
    [0.99, true],
    [-1, true],
    ['words', true],
  ])('paints negatives at the scale %j: %s', (cfg, inverted) => {
    expect(isInverted({ two: ['KSampler', { cfg }] })).toBe(inverted);
  });

  it('has the lowest of the known scales, and paints negatives where one is not known', () => {
    expect(of({ ...PLAIN, two: ['KSampler', { cfg: ['nowhere', 0] }] })).toEqual({
      lowest: 7,
      inverted: true,
    });
  });

  it.each(['FlipSigmas', 'FreSca', 'LatentApplyOperationCFG', 'ManualSigmas'])(
    'can be turned by %s',
    (name) => {
      expect(isInverted({ turn: [name, {}] })).toBe(true);
    },
  );

  it.each<[string, string, Json, boolean]>([
    ['ConditioningSetArea', 'strength', 1.5, false],
    ['ConditioningSetArea', 'strength', 0, false],
    ['ConditioningSetArea', 'strength', -0.1, true],
    ['ConditioningSetArea', 'strength', ['nowhere', 0], true],
    ['ConditioningAverage', 'conditioning_to_strength', 1, false],
    ['ConditioningAverage', 'conditioning_to_strength', 0, false],
    ['ConditioningAverage', 'conditioning_to_strength', 1.1, true],
    ['ConditioningAverage', 'conditioning_to_strength', -0.1, true],
    // An input that is no weight, a weight that is no number, and a node without conditioning.
    ['ControlNetApplyAdvanced', 'start_percent', -1, false],
    ['ConditioningSetArea', 'x', -1, false],
    ['LoraLoader', 'strength_model', -1, false],
    ['Unknown', 'strength', -1, false],
  ])('%s with %s of %j: %s', (name, input, value, inverted) => {
    expect(isInverted({ weight: [name, { [input]: value }] })).toBe(inverted);
  });

  it.each(['strength', 'scale', 'weight'])('reads the %s of a class that the server describes', (input) => {
    const info = (inputs: [string, string][], outputs: string[]): ObjectInfo =>
      new Map([
        [
          'Mix',
          { inputs: new Map([[input, 'FLOAT'], ...inputs]), outputs, isOutput: false, standard: false },
        ],
      ]);
    const nodes: Nodes = { mix: ['Mix', { [input]: -1 }] };
    expect(isInverted(nodes, info([], ['CONDITIONING']))).toBe(true);
    expect(isInverted(nodes, info([['a', 'CONDITIONING']], []))).toBe(true);
    expect(isInverted(nodes, info([], ['LATENT']))).toBe(false);
  });
});
