import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import type { ObjectInfo } from '../types.ts';
import { type Nodes, pictureOf, workflowOf } from '../workflow.test-helper.ts';
import { WorkflowError } from '../workflow-error.ts';
import { linkOf, portOf, runningNodes } from './links.ts';

describe('linkOf', () => {
  it.each<[Json, unknown]>([
    [['4', 1], { from: '4', slot: 1 }],
    [['4', '1'], undefined],
    [[4, 1], undefined],
    [['4'], undefined],
    [{ 0: '4', 1: 1 }, undefined],
    ['4', undefined],
    [null, undefined],
  ])('%j', (value, link) => {
    expect(linkOf(value)).toEqual(link);
  });

  it('finds no link at an input that is missing', () => {
    expect(linkOf(undefined)).toBeUndefined();
  });
});

it('keeps two outputs of a node apart, and equal outputs of two nodes', () => {
  const ports = [
    { from: '4', slot: 0 },
    { from: '4', slot: 1 },
    { from: '5', slot: 0 },
    { from: '1 4', slot: 0 },
  ].map(portOf);
  expect(new Set(ports).size).toBe(4);
});

describe('runningNodes', () => {
  it('gives each node once, after the nodes that it depends on', () => {
    const workflow = pictureOf({});
    const order = runningNodes(workflow);
    expect(order.toSorted()).toEqual([...workflow.keys()].toSorted());
    for (const [id, { inputs }] of workflow)
      for (const value of Object.values(inputs)) {
        const link = linkOf(value);
        if (link) expect(order.indexOf(link.from)).toBeLessThan(order.indexOf(id));
      }
  });

  it('leaves out nodes on which no output depends', () => {
    const order = runningNodes(pictureOf({}, { spare: ['EmptyLatentImage', { width: 64 }] }));
    expect(order).not.toContain('spare');
  });

  it('treats an unknown class as an output, and a known class as the server describes it', () => {
    const nodes: Nodes = { one: ['Unknown', {}] };
    expect(runningNodes(workflowOf(nodes))).toEqual(['one']);
    const info = (isOutput: boolean): ObjectInfo =>
      new Map([['Unknown', { inputs: new Map(), outputs: [], isOutput, standard: false }]]);
    expect(runningNodes(workflowOf(nodes), info(true))).toEqual(['one']);
    expect(() => runningNodes(workflowOf(nodes), info(false))).toThrow('Prompt has no outputs');
  });

  it('runs a chain of ten thousand nodes', () => {
    const chain: Nodes = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [
        `n${index}`,
        ['Reroute', index === 0 ? {} : { '': [`n${index - 1}`, 0] }] as const,
      ]),
    );
    const order = runningNodes(workflowOf({ ...chain, out: ['PreviewAny', { source: ['n9999', 0] }] }));
    expect(order).toHaveLength(10_001);
    expect([order[0], order.at(-1)]).toEqual(['n0', 'out']);
  });

  const refused = (nodes: Nodes) => {
    try {
      runningNodes(workflowOf(nodes));
    } catch (error) {
      if (error instanceof WorkflowError)
        return { type: error.type, details: error.details, place: error.place };
      throw error;
    }
    return undefined;
  };

  it('names the node at which a cycle closes', () => {
    expect(
      refused({
        out: ['PreviewAny', { source: ['a', 0] }],
        a: ['Reroute', { '': ['b', 0] }],
        b: ['Reroute', { '': ['a', 0] }],
      }),
    ).toEqual({ type: 'dependency_cycle', details: 'a', place: { nodeId: 'a', classType: 'Reroute' } });
  });

  it('does not count two paths to one node as a cycle', () => {
    expect(
      refused({
        out: ['PreviewAny', { source: ['a', 0] }],
        a: ['StringConcatenate', { string_a: ['b', 0], string_b: ['b', 0] }],
        b: ['PrimitiveString', { value: 'x' }],
      }),
    ).toBeUndefined();
  });

  it.each([
    ['no node', ['nowhere', 0]],
    ['a slot behind the last', ['text', 1]],
  ] as const)('names the input whose link leads to %s', (_, source) => {
    expect(
      refused({ out: ['PreviewAny', { source: [...source] }], text: ['PrimitiveString', { value: 'x' }] }),
    ).toEqual({
      type: 'exception_during_inner_validation',
      details: 'source',
      place: { nodeId: 'out', classType: 'PreviewAny', input: 'source' },
    });
  });

  it('cannot know how many slots an unknown class has', () => {
    const nodes: Nodes = { out: ['PreviewAny', { source: ['any', 7] }], any: ['Unknown', {}] };
    expect(refused(nodes)).toBeUndefined();
  });
});
