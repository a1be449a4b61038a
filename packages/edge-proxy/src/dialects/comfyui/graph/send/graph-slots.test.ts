import { describe, expect, it } from 'vitest';
import { fillSlots } from '../../../../dialect-kit/fields/slot.ts';
import { graphSlots, withNegative } from '../index.ts';
import { type Nodes, pictureOf, reading, screened, workflowJson } from '../workflow.test-helper.ts';

const TERMS = 'operator one, operator two';

function slotted(options: Parameters<typeof pictureOf>[0], nodes: Nodes = {}, allowedNodes: string[] = []) {
  const found = reading(pictureOf(options, nodes), { allowedNodes });
  const injection = withNegative(found.workflow, TERMS);
  const { tree, slots, keys } = graphSlots(found, injection);
  const paths = slots.map(({ slot: { path } }) => path);
  const valuesOf = (...roles: string[]) =>
    slots.flatMap(({ slot: { role, value } }) => (roles.includes(role) ? [value] : []));
  return { found, injection, tree, slots, keys, paths, valuesOf };
}

describe('graphSlots', () => {
  const shared: Nodes = {
    pair: ['ControlNetApplyAdvanced', { positive: ['yes', 0], negative: ['yes', 0], odd: 'words' }],
    sampler: [
      'KSampler',
      { ...pictureOf({}).get('sampler')?.inputs, positive: ['pair', 0], negative: ['pair', 1] },
    ],
  };
  const vouched: Nodes = { made: ['Wildcards', { text: 'ugly', deep: { __value__: [{ key: 'inner' }] } }] };

  it.each([
    ['an encoder of each side', {}, {}],
    ['a shared encoder', {}, shared],
    ['a text of an allowed node', { negative: ['made', 0] }, vouched],
    ['a prompt of an allowed node', { positive: ['made', 0] }, vouched],
  ] as [string, object, Nodes][])(
    'have every string screened, except negative ones: %s',
    (_, options, nodes) => {
      const { found, keys, valuesOf } = slotted(options, nodes, ['Wildcards']);
      const known = new Set(screened(found));
      const sent = [...valuesOf('prompt', 'text', 'name'), ...keys];
      expect(sent.filter((text) => !known.has(text))).toEqual([]);
      const negatives = new Set(valuesOf('negative').filter((text) => !known.has(text)));
      for (const { text } of found.negative) negatives.delete(text);
      // The other strings are from the proxy: the addition, links and classes of added nodes.
      const own = [...negatives].filter(
        (text) => !text.startsWith(TERMS) && !/^(\d+|StringConcatenate|, )$/.test(text),
      );
      expect(own).toEqual([]);
    },
  );

  it('write the same workflow again', () => {
    const { injection, tree } = slotted({}, shared);
    expect(fillSlots(tree, ({ value }) => value)).toEqual(workflowJson(injection.workflow));
  });

  it('have the paths that messages name', () => {
    const { paths, slots } = slotted(
      {},
      { made: ['Wildcards', { deep: { list: ['x'] } }], show: ['PreviewAny', { source: ['made', 0] }] },
      ['Wildcards'],
    );
    expect(paths).toEqual(
      expect.arrayContaining([
        'prompt.yes.inputs.text',
        'prompt.yes.inputs.clip[0]',
        'prompt.yes.class_type',
        'prompt.made.inputs.deep.list[0]',
      ]),
    );
    const placeOf = (path: string) => slots.find(({ slot }) => slot.path === path);
    expect(placeOf('prompt.yes.inputs.clip[0]')).toMatchObject({
      ...{ nodeId: 'yes', classType: 'CLIPTextEncode', input: 'clip' },
    });
    expect(placeOf('prompt.yes.class_type')).toMatchObject({ nodeId: 'yes', input: undefined });
  });

  it('distinguish equal texts of both sides', () => {
    const { tree } = slotted({ positive: 'fog', negative: 'fog' });
    const roles = fillSlots(tree, ({ role }) => role);
    expect(roles).toMatchObject({
      yes: { inputs: { text: 'prompt' } },
      no: { inputs: { text: 'negative' } },
    });
  });

  it('keep a text negative if nothing was added before it', () => {
    const { valuesOf } = slotted({ cfg: 1 });
    expect(valuesOf('negative')).toEqual(['blurry']);
    expect(valuesOf('prompt')).toEqual(['a cat']);
  });

  it('distinguish prompts, free texts, negatives and names', () => {
    const { valuesOf } = slotted({}, { show: ['PreviewAny', { source: 'words' }] });
    expect(valuesOf('prompt')).toEqual(['a cat']);
    expect(valuesOf('text')).toEqual(['words']);
    expect(valuesOf('negative')).toEqual([`${TERMS}, blurry`]);
    expect(valuesOf('name')).toEqual(
      expect.arrayContaining(['euler', 'base.safetensors', 'KSampler', 'ComfyUI']),
    );
  });
});
