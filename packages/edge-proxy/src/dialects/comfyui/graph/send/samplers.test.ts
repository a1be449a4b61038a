import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import type { ObjectInfo } from '../types.ts';
import { type Nodes, workflowOf } from '../workflow.test-helper.ts';
import { samplersOf } from './samplers.ts';

function of(nodes: Nodes, objectInfo?: ObjectInfo) {
  const { steered, powerless } = samplersOf(workflowOf(nodes), Object.keys(nodes), objectInfo);
  return { steered: [...steered], powerless };
}
const sampler = (cfg: Json, more: Record<string, Json> = { negative: ['no', 0] }): Nodes => ({
  it: ['KSampler', { cfg, ...more }],
});
const powerless = (classType = 'KSampler') => [{ nodeId: 'it', classType, why: 'guidance' }];

describe('samplersOf', () => {
  it('has a sampler whose negative side counts', () => {
    expect(of(sampler(7))).toEqual({ steered: ['it'], powerless: [] });
  });

  it.each<[Json]>([[1], [0.5], [-3], ['words'], [['nowhere', 0]]])(
    'has a sampler at %j as powerless',
    (cfg) => {
      expect(of(sampler(cfg))).toEqual({ steered: [], powerless: powerless() });
    },
  );

  it('reads guidance from a link', () => {
    expect(of({ scale: ['PrimitiveFloat', { value: 4 }], ...sampler(['scale', 0]) }).steered).toEqual(['it']);
  });

  it('leaves out a sampler without a link at its negative side', () => {
    expect(of(sampler(7, {}))).toEqual({ steered: [], powerless: [] });
  });

  it.each<[number, number, boolean]>([
    [4, 4, true],
    [4, 1, true],
    [1, 4, true],
    [1, 1, false],
    [4, 0.5, false],
  ])('with the scales %d and %d counts: %s', (cfg_conds, cfg_cond2_negative, counts) => {
    const nodes: Nodes = { it: ['DualCFGGuider', { cfg_conds, cfg_cond2_negative, negative: ['no', 0] }] };
    expect(of(nodes)).toEqual(
      counts ? { steered: ['it'], powerless: [] } : { steered: [], powerless: powerless('DualCFGGuider') },
    );
  });

  it('reports a guider without a negative prompt as without effect', () => {
    expect(of({ it: ['BasicGuider', { conditioning: ['yes', 0] }] }).powerless).toEqual(
      powerless('BasicGuider'),
    );
    expect(of({ it: ['CFGGuider', { cfg: 7, negative: ['no', 0] }] })).toEqual({
      steered: ['it'],
      powerless: [],
    });
  });

  it('finds none among other nodes', () => {
    const nodes: Nodes = { one: ['CLIPTextEncode', { text: 'x' }], two: ['Unknown', { cfg: 1 }] };
    expect(of(nodes)).toEqual({ steered: [], powerless: [] });
  });

  it('reads classes as the server describes them', () => {
    const inputs = new Map([['negative', 'CONDITIONING']]);
    const info: ObjectInfo = new Map([
      ['Mine', { inputs, outputs: ['LATENT'], isOutput: false, standard: false }],
    ]);
    const nodes: Nodes = { it: ['Mine', { cfg: 7, negative: ['no', 0] }] };
    expect(of(nodes, info).steered).toEqual(['it']);
    expect(of(nodes).steered).toEqual([]);
  });
});
