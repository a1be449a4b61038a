import { describe, expect, it } from 'vitest';
import { COMFY_NODES } from '../nodes/known-nodes.ts';
import type { NodeSchema, ObjectInfo } from '../types.ts';
import { denial, refusalOf } from './admit-nodes.ts';

const place = (classType: string) => ({ nodeId: '3', classType });
const messageOf = (classType: string, allowedNodes: string[] = [], objectInfo?: ObjectInfo) =>
  refusalOf(place(classType), { allowedNodes, objectInfo })?.message;

/** A class as a server describes it. */
function described(parts: Partial<Omit<NodeSchema, 'inputs'>>, ...types: string[]): ObjectInfo {
  const inputs = new Map(types.map((type, index) => [`in${index}`, type]));
  return new Map([['Custom', { outputs: [], isOutput: false, standard: false, ...parts, inputs }]]);
}
const isSent = (info: ObjectInfo) => messageOf('Custom', [], info) === undefined;

it('names the node, its class, the reason and the setting', () => {
  expect(denial(place('A "b"'), 'does something')).toEqual({
    kind: 'denied',
    nodeId: '3',
    classType: 'A "b"',
    message:
      'Node 3 (A "b") does something. To allow nodes of this class, set comfyui({ allowedNodes: ["A \\"b\\""] }).',
  });
});

describe('a class of ComfyUI', () => {
  const READS = 'reads a file that the proxy cannot judge';
  const WRITES = 'writes pictures to a place that the proxy does not see';

  it.each([
    ['LoadAudio', READS],
    ['LoadImageDataSetFromFolder', READS],
    ['LoadImageTextDataSetFromFolder', READS],
    ['LoadLatent', READS],
    ['LoadTrainingDataset', READS],
    ['LoadVideo', READS],
    ['Load3D', READS],
    ['RecordAudio', READS],
    ['SaveImageDataSetToFolder', WRITES],
    ['SaveImageTextDataSetToFolder', WRITES],
    ['SaveTrainingDataset', WRITES],
  ])('%s is refused because it %s', (name, why) => {
    expect(messageOf(name)).toContain(`(${name}) ${why}.`);
    expect(messageOf(name, [name])).toBeUndefined();
  });

  it('is sent, but for those eleven', () => {
    expect([...COMFY_NODES.keys()].filter((name) => messageOf(name) !== undefined)).toHaveLength(11);
  });
});

describe('another class', () => {
  it('is refused without a description, and allowed only by its name', () => {
    const why = 'is not known to the proxy, and could make or read texts that no check sees';
    expect(messageOf('Custom')).toContain(why);
    expect(messageOf('Custom', ['custom'])).toContain(why);
    expect(messageOf('Custom', ['Custom'])).toBeUndefined();
  });

  it('is sent if the server describes it as a part of ComfyUI', () => {
    expect(isSent(described({ standard: true, outputs: ['STRING'] }, 'STRING'))).toBe(true);
  });

  it.each([
    ['a sampler', ['MODEL', 'CONDITIONING', 'FLOAT', 'INT'], ['LATENT']],
    ['a filter with choices', ['IMAGE', 'COMBO', 'BOOLEAN', 'MASK'], ['IMAGE', 'MASK']],
    ['a loader of models', [], ['MODEL', 'CLIP', 'VAE']],
    ['a patch of a text encoder', ['MODEL', 'CLIP', 'LORA_MODEL'], ['MODEL', 'CLIP']],
  ])('is sent when it is %s by its types', (_, inputs, outputs) => {
    expect(isSent(described({ outputs }, ...inputs))).toBe(true);
    expect(isSent(described({ outputs, isOutput: true }, ...inputs))).toBe(false);
  });

  it.each([
    ['takes a text', ['STRING'], ['IMAGE']],
    ['takes anything', ['*'], ['IMAGE']],
    ['makes a text', ['IMAGE'], ['STRING']],
    ['makes a choice', ['IMAGE'], ['IMAGE', 'COMBO']],
    ['makes conditioning', ['MODEL'], ['CONDITIONING']],
    ['could encode words', ['CLIP', 'IMAGE'], ['IMAGE']],
    ['could encode words beside a model', ['CLIP'], ['MODEL', 'LATENT']],
    ['has a type that nobody knows', ['IMAGE', 'WORDS'], ['IMAGE']],
  ])('is refused when it %s', (_, inputs, outputs) => {
    expect(isSent(described({ outputs }, ...inputs))).toBe(false);
  });
});
