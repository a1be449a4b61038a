import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import type { ObjectInfo, ReadOptions } from '../types.ts';
import { type Nodes, workflowOf } from '../workflow.test-helper.ts';
import { evaluateNodes } from './evaluate-nodes.ts';

/** The output of node `it`. Nodes are in their order of execution. */
function outputOf(nodes: Nodes, { slot = 0, ...options }: Partial<ReadOptions> & { slot?: number } = {}) {
  const outputs = evaluateNodes(workflowOf(nodes), Object.keys(nodes), { allowedNodes: [], ...options });
  return outputs({ from: 'it', slot });
}

const known = (value: Json, text = true) => ({ kind: 'known', value, text });
const untold = (why: string, nodeId = 'it') => ({
  kind: 'untold',
  place: expect.objectContaining({ nodeId }),
  why: expect.stringContaining(why),
});
const other = { kind: 'other' };
/** A class that makes an unknown text. */
const secret: Nodes = { secret: ['Unknown', { words: 'of the operator' }] };
const allowed = { allowedNodes: ['Unknown'] };

describe('a string node', () => {
  it('has its text at slot 0 only', () => {
    const nodes: Nodes = { it: ['PrimitiveString', { value: 'x' }] };
    expect(outputOf(nodes)).toEqual(known('x'));
    expect(outputOf(nodes, { slot: 1 })).toEqual(other);
  });

  it.each<[Json, string]>([
    [5, '5'],
    [true, 'True'],
    [false, 'False'],
    [null, 'None'],
  ])('converts %j as Python does', (value, text) => {
    expect(outputOf({ it: ['PrimitiveString', { value }] })).toEqual(known(text));
  });

  it('does not convert a value from a link', () => {
    const nodes: Nodes = {
      number: ['PrimitiveInt', { value: 5 }],
      it: ['PrimitiveString', { value: ['number', 0] }],
    };
    expect(outputOf(nodes)).toEqual(untold('not a text'));
  });

  it.each<[Json]>([[{ a: 'x' }], [{ __value__: ['x'] }]])('cannot read %j', (value) => {
    expect(outputOf({ it: ['PrimitiveString', { value }] })).toEqual(untold('not a text'));
  });

  it('cannot read the output of a node that makes no text', () => {
    const nodes: Nodes = {
      latent: ['EmptyLatentImage', { width: 64 }],
      it: ['PrimitiveString', { value: ['latent', 0] }],
    };
    expect(outputOf(nodes)).toEqual(untold('not a text'));
  });

  it('names the node whose text is not known, not the one that reads it', () => {
    const nodes: Nodes = { ...secret, it: ['PrimitiveString', { value: ['secret', 0] }] };
    expect(outputOf(nodes)).toEqual(untold('only when the workflow runs', 'secret'));
  });

  it('misses an input', () => {
    expect(() => outputOf({ it: ['PrimitiveString', {}] })).toThrow(
      expect.objectContaining({
        type: 'required_input_missing',
        details: 'value',
        place: { nodeId: 'it', classType: 'PrimitiveString', input: 'value' },
      }),
    );
  });

  it('does not take a property of every object for an input', () => {
    const nodes: Nodes = { it: ['RegexReplace', { string: 'a', regex_pattern: 'a', replace: 'b' }] };
    expect(outputOf(nodes)).toEqual(known('b'));
  });

  it('makes no text longer than any prompt, and no more in total than any workflow needs', () => {
    const long = 'x'.repeat(40_000);
    const doubled: Nodes = {
      one: ['PrimitiveString', { value: long }],
      it: ['StringConcatenate', { string_a: ['one', 0], string_b: ['one', 0], delimiter: '' }],
    };
    expect(outputOf(doubled)).toEqual(untold('a text that is too long for a prompt'));
    const many: Nodes = Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [
        index === 100 ? 'it' : `n${index}`,
        ['PrimitiveString', { value: long }] as const,
      ]),
    );
    expect(outputOf(many)).toEqual(untold('more text than the proxy evaluates'));
  });
});

describe('a whole number', () => {
  const cut = (end: Json, more: Nodes = {}) =>
    outputOf({ ...more, it: ['StringSubstring', { string: 'abcdef', start: 0, end }] });

  it.each<[Json, string]>([
    [2, 'ab'],
    [2.9, 'ab'],
    [-1.5, 'abcde'],
    ['2', 'ab'],
    [' +2 ', 'ab'],
    ['-1', 'abcde'],
    [true, 'a'],
  ])('is read from %j', (end, text) => {
    expect(cut(end)).toEqual(known(text));
  });

  it.each<[Json]>([['2.0'], ['x2'], ['2x'], [''], ['0x2'], [null]])('is not read from %j', (end) => {
    expect(cut(end)).toEqual(untold('no number'));
  });

  it('comes over a link', () => {
    expect(cut(['number', 0], { number: ['PrimitiveInt', { value: 3 }] })).toEqual(known('abc'));
  });

  it('has a default only where it is missing', () => {
    const replaced = (inputs: Record<string, Json>) =>
      outputOf({ it: ['RegexReplace', { string: 'aa', regex_pattern: 'a', replace: 'b', ...inputs }] });
    expect(replaced({})).toEqual(known('bb'));
    expect(replaced({ count: 1 })).toEqual(known('ba'));
    expect(replaced({ count: null })).toEqual(untold('no number'));
  });
});

describe('a truth value', () => {
  it.each<[Json, boolean]>([
    [true, false],
    ['false', false],
    [1, false],
    [false, true],
    ['', true],
    [0, true],
    [null, true],
  ])('is read from %j as Python does', (case_sensitive, contains) => {
    const inputs = { string: 'a Cat', substring: 'cat', case_sensitive };
    expect(outputOf({ it: ['StringContains', inputs] })).toEqual(known(contains));
  });

  it('has a default only where it is missing', () => {
    expect(outputOf({ it: ['StringContains', { string: 'a Cat', substring: 'cat' }] })).toEqual(known(false));
  });
});

describe('a number node', () => {
  it.each<[string, Json]>([
    ['PrimitiveInt', 5],
    ['PrimitiveFloat', 0.5],
    ['PrimitiveBoolean', false],
    ['PrimitiveInt', '5'],
  ])('%s has its value, which replaces no link', (name, value) => {
    expect(outputOf({ it: [name, { value }] })).toEqual(known(value, false));
    expect(outputOf({ it: [name, { value }] }, { slot: 1 })).toEqual(other);
  });

  it('has the value of its link, and none for a list', () => {
    const one: Nodes = { one: ['PrimitiveInt', { value: 1 }] };
    expect(outputOf({ ...one, it: ['PrimitiveInt', { value: ['one', 0] }] })).toEqual(known(1, false));
    expect(outputOf({ it: ['PrimitiveInt', { value: { a: 1 } }] })).toEqual(other);
    expect(outputOf({ it: ['PrimitiveInt', {}] })).toEqual(other);
  });
});

describe('a reroute', () => {
  it('has what comes in, under any name', () => {
    const text: Nodes = { text: ['PrimitiveString', { value: 'x' }] };
    expect(outputOf({ ...text, it: ['Reroute', { any: ['text', 0] }] })).toEqual(known('x'));
    expect(outputOf({ it: ['Reroute', { any: 'x' }] })).toEqual({ kind: 'same', as: 'x' });
    const latent: Nodes = { latent: ['EmptyLatentImage', {}], it: ['Reroute', { any: ['latent', 0] }] };
    expect(outputOf(latent)).toEqual({ kind: 'same', as: ['latent', 0] });
  });

  it.each([[{}], [{ one: 'x', two: 'y' }]])('with the inputs %j is not one', (inputs) => {
    expect(outputOf({ it: ['Reroute', inputs] })).toEqual(untold('only when the workflow runs'));
  });

  it('that the operator allows as a class can contain its words', () => {
    expect(outputOf({ it: ['Reroute', { any: 'x' }] }, { allowedNodes: ['Reroute'] })).toEqual({
      kind: 'vouched',
      words: 'x',
    });
  });
});

describe('a switch', () => {
  const sides = { on_true: 'yes', on_false: 'no' };

  it.each<[Json, string]>([
    [true, 'yes'],
    [false, 'no'],
    ['false', 'yes'],
    ['', 'no'],
  ])('set to %j has one side', (value, as) => {
    expect(outputOf({ it: ['ComfySwitchNode', { switch: value, ...sides }] })).toEqual({ kind: 'same', as });
  });

  it.each(['on_true', 'on_false'])('with nothing but %s has that side', (side) => {
    expect(outputOf({ it: ['ComfySwitchNode', { switch: false, [side]: 'x' }] })).toEqual({
      kind: 'same',
      as: 'x',
    });
  });

  it('without sides has nothing', () => {
    expect(outputOf({ it: ['ComfySwitchNode', { switch: true }] })).toEqual(other);
  });

  it('set at run time is an unknown text if a side is a text', () => {
    const set = (inputs: Record<string, Json>, options = {}) =>
      outputOf(
        {
          ...secret,
          latent: ['EmptyLatentImage', {}],
          text: ['PrimitiveString', { value: 'x' }],
          it: ['ComfySwitchNode', { switch: ['secret', 0], ...inputs }],
        },
        options,
      );
    const why = 'chooses between texts';
    expect(set(sides)).toEqual(untold(why));
    expect(set(sides, allowed)).toEqual(untold(why));
    expect(set({ on_true: ['latent', 0], on_false: 'x' })).toEqual(untold(why));
    expect(set({ on_true: ['text', 0], on_false: ['latent', 0] })).toEqual(untold(why));
    expect(set({ on_true: ['latent', 0], on_false: ['latent', 0] })).toEqual(other);
    expect(set({ on_true: 1, on_false: 2 })).toEqual(other);
  });

  it('misses its setting', () => {
    expect(() => outputOf({ it: ['ComfySwitchNode', sides] })).toThrow('Required input is missing');
  });
});

describe('a class whose texts are not known', () => {
  const info = (outputs: string[]): ObjectInfo =>
    new Map([['Unknown', { inputs: new Map(), outputs, isOutput: false, standard: false }]]);
  const nodes: Nodes = { it: ['Unknown', { a: 'x' }] };

  it('makes texts at every slot without a description', () => {
    for (const slot of [0, 7])
      expect(outputOf(nodes, { slot })).toEqual(untold('only when the workflow runs'));
  });

  it.each([
    ['STRING', true],
    ['COMBO', true],
    ['*', true],
    ['IMAGE', false],
  ])('makes a text at a slot of type %s: %s', (type, isText) => {
    const output = outputOf(nodes, { slot: 1, objectInfo: info(['IMAGE', type]) });
    expect(output.kind).toBe(isText ? 'untold' : 'other');
    expect(outputOf(nodes, { slot: 2, objectInfo: info(['IMAGE', type]) })).toEqual(other);
  });

  it('contains all of its texts if the operator allows it', () => {
    const inputs: Record<string, Json> = {
      own: 'a',
      list: { __value__: ['b', { c: 'd' }] },
      number: 7,
      text: ['text', 0],
      count: ['count', 0],
      latent: ['latent', 0],
      more: ['secret', 0],
    };
    const output = outputOf(
      {
        ...secret,
        text: ['PrimitiveString', { value: 'e' }],
        count: ['PrimitiveInt', { value: 3 }],
        latent: ['EmptyLatentImage', {}],
        it: ['Unknown', inputs],
      },
      allowed,
    );
    for (const word of ['a', 'b', 'd', 'e', 'of the operator'])
      expect(output).toMatchObject({ words: expect.stringContaining(word) });
    expect(output).not.toMatchObject({ words: expect.stringContaining('3') });
    expect(output).not.toMatchObject({ words: expect.stringContaining('latent0') });
  });

  it('contains no more words than any prompt', () => {
    const long = { a: 'x'.repeat(40_000), b: 'x'.repeat(40_000) };
    expect(outputOf({ it: ['Unknown', long] }, allowed)).toEqual(
      untold('a text that is too long for a prompt'),
    );
  });
});

describe('a text of an allowed class in a string node', () => {
  it('is kept by a class that keeps every letter', () => {
    const nodes: Nodes = {
      ...secret,
      it: ['StringConcatenate', { string_a: 'x ', string_b: ['secret', 0], delimiter: '' }],
    };
    expect(outputOf(nodes, allowed)).toEqual({ kind: 'vouched', words: 'x of the operator' });
  });

  it('is not known behind a class that changes it', () => {
    const nodes: Nodes = {
      ...secret,
      it: ['StringReplace', { string: ['secret', 0], find: 'o', replace: '0' }],
    };
    expect(outputOf(nodes, allowed)).toEqual(untold('changes a text'));
  });

  it('can be contained in an allowed string node', () => {
    const nodes: Nodes = { it: ['StringCompare', { string_a: 'x', string_b: 'y', mode: 'Sounds Like' }] };
    expect(outputOf(nodes)).toEqual(untold('uses an unknown comparison'));
    expect(outputOf(nodes, { allowedNodes: ['StringCompare'] })).toMatchObject({ kind: 'vouched' });
    const plain: Nodes = { it: ['PrimitiveString', { value: 'x' }] };
    expect(outputOf(plain, { allowedNodes: ['PrimitiveString'] })).toEqual(known('x'));
  });
});
