import { describe, expect, it } from 'vitest';
import { Budget, Unevaluable } from '../../../../dialect-kit/python/budget.ts';
import { COMFY_NODES } from '../nodes/known-nodes.ts';
import { type Arguments, type Scalar, STRING_NODES } from './string-nodes.ts';

type Inputs = Readonly<Record<string, Scalar>>;

/** Inputs as they come without links: an absent one has the default that the node asks for. */
function given(inputs: Inputs): Arguments {
  return {
    text: (input) => String(inputs[input] ?? ''),
    whole: (input, missing = 0) => Number(inputs[input] ?? missing),
    flag: (input, missing = false) => Boolean(inputs[input] ?? missing),
  };
}

function evaluate(name: string, inputs: Inputs): Scalar {
  const node = STRING_NODES.get(name);
  if (node === undefined) throw new Error(`${name} is not known.`);
  return node.evaluate(given(inputs), new Budget());
}

it('has only classes of ComfyUI', () => {
  expect([...STRING_NODES.keys()].filter((name) => !COMFY_NODES.has(name))).toEqual([]);
});

it('says which classes keep every letter of their inputs', () => {
  const keeping = [...STRING_NODES].filter(([, { keeps }]) => keeps).map(([name]) => name);
  expect(keeping.toSorted()).toEqual([
    'AddTextPrefix',
    'AddTextSuffix',
    'CaseConverter',
    'CustomCombo',
    'PrimitiveString',
    'PrimitiveStringMultiline',
    'StringConcatenate',
    'StringTrim',
    'StripWhitespace',
    'TextToLowercase',
    'TextToUppercase',
  ]);
});

describe('a text from a text', () => {
  it.each<[string, Inputs, Scalar]>([
    ['PrimitiveString', { value: 'a' }, 'a'],
    ['PrimitiveStringMultiline', { value: 'a\nb' }, 'a\nb'],
    ['CustomCombo', { choice: 'a' }, 'a'],
    ['StringConcatenate', { string_a: 'a', delimiter: '-', string_b: 'b' }, 'a-b'],
    ['AddTextPrefix', { prefix: 'a', texts: 'b' }, 'ab'],
    ['AddTextSuffix', { suffix: 'a', texts: 'b' }, 'ba'],
    ['StringTrim', { string: ' a ', mode: 'Both' }, 'a'],
    ['StringTrim', { string: ' a ', mode: 'Left' }, 'a '],
    ['StringTrim', { string: ' a ', mode: 'Right' }, ' a'],
    ['StringTrim', { string: ' a ', mode: 'Other' }, ' a '],
    ['StripWhitespace', { texts: ' a ' }, 'a'],
    ['CaseConverter', { string: 'aB cD', mode: 'UPPERCASE' }, 'AB CD'],
    ['CaseConverter', { string: 'aB cD', mode: 'lowercase' }, 'ab cd'],
    ['CaseConverter', { string: 'aB cD', mode: 'Capitalize' }, 'Ab cd'],
    ['CaseConverter', { string: 'aB cD', mode: 'Title Case' }, 'Ab Cd'],
    ['CaseConverter', { string: 'aB cD', mode: 'Other' }, 'aB cD'],
    ['TextToLowercase', { texts: 'aB' }, 'ab'],
    ['TextToUppercase', { texts: 'aB' }, 'AB'],
    ['StringSubstring', { string: 'abcdef', start: 1, end: -1 }, 'bcde'],
    ['TruncateText', { texts: 'abcdef', max_length: 2 }, 'ab'],
    ['StringReplace', { string: 'aba', find: 'a', replace: 'c' }, 'cbc'],
    ['ReplaceText', { texts: 'aba', find: 'a', replace: 'c' }, 'cbc'],
    ['StringLength', { string: 'abc' }, 3],
  ])('%s of %j is %j', (name, inputs, made) => {
    expect(evaluate(name, inputs)).toBe(made);
  });
});

describe('a truth value', () => {
  it.each<[string, Inputs, boolean]>([
    ['StringContains', { string: 'abc', substring: 'b' }, true],
    ['StringContains', { string: 'abc', substring: 'B' }, false],
    ['StringContains', { string: 'abc', substring: 'B', case_sensitive: false }, true],
    ['StringContains', { string: 'aBc', substring: 'b', case_sensitive: false }, true],
    ['StringContains', { string: 'aBc', substring: 'd', case_sensitive: false }, false],
    ['StringCompare', { string_a: 'ab', string_b: 'ab', mode: 'Equal' }, true],
    ['StringCompare', { string_a: 'ab', string_b: 'a', mode: 'Equal' }, false],
    ['StringCompare', { string_a: 'ab', string_b: 'AB', mode: 'Equal', case_sensitive: false }, true],
    ['StringCompare', { string_a: 'AB', string_b: 'b', mode: 'Equal', case_sensitive: false }, false],
    ['StringCompare', { string_a: 'ab', string_b: 'a', mode: 'Starts With' }, true],
    ['StringCompare', { string_a: 'ab', string_b: 'b', mode: 'Starts With' }, false],
    ['StringCompare', { string_a: 'ab', string_b: 'b', mode: 'Ends With' }, true],
    ['StringCompare', { string_a: 'ab', string_b: 'a', mode: 'Ends With' }, false],
    // Found anywhere in the text, in any case unless the node says otherwise.
    ['RegexMatch', { string: 'xab', regex_pattern: 'AB' }, true],
    ['RegexMatch', { string: 'xab', regex_pattern: 'AB', case_insensitive: false }, false],
    ['RegexMatch', { string: 'x\nab', regex_pattern: '^ab' }, false],
    ['RegexMatch', { string: 'x\nab', regex_pattern: '^ab', multiline: true }, true],
    ['RegexMatch', { string: 'a\nb', regex_pattern: 'a.b' }, false],
    ['RegexMatch', { string: 'a\nb', regex_pattern: 'a.b', dotall: true }, true],
  ])('%s of %j is %j', (name, inputs, made) => {
    expect(evaluate(name, inputs)).toBe(made);
  });

  it('is not known for a comparison that is not known', () => {
    const inputs = { string_a: 'a', string_b: 'a', mode: 'Sounds Like' };
    expect(() => evaluate('StringCompare', inputs)).toThrow(Unevaluable);
  });
});

describe('a regular expression', () => {
  it.each<[Inputs, string]>([
    [{ string: 'aaa', regex_pattern: 'a', replace: 'b' }, 'bbb'],
    [{ string: 'aaa', regex_pattern: 'a', replace: 'b', count: 2 }, 'bba'],
    [{ string: 'ab', regex_pattern: '(a)(b)', replace: '\\2\\1' }, 'ba'],
  ])('replaces by %j', (inputs, made) => {
    expect(evaluate('RegexReplace', inputs)).toBe(made);
  });

  const two = { string: 'x1 y2', regex_pattern: '([a-z])([0-9])' };
  it.each<[Inputs, string]>([
    [{ ...two, mode: 'First Match' }, 'x1'],
    [{ ...two, mode: 'First Match', regex_pattern: 'z' }, ''],
    [{ ...two, mode: 'First Group' }, 'x'],
    [{ ...two, mode: 'First Group', group_index: 0 }, 'x1'],
    [{ ...two, mode: 'First Group', group_index: 2 }, '1'],
    [{ ...two, mode: 'First Group', group_index: 3 }, ''],
    [{ ...two, mode: 'First Group', regex_pattern: '(z)' }, ''],
    [{ ...two, mode: 'All Matches' }, 'x\ny'],
    [{ ...two, mode: 'All Matches', regex_pattern: '[a-z][0-9]' }, 'x1\ny2'],
    [{ ...two, mode: 'All Groups' }, 'x\ny'],
    [{ ...two, mode: 'All Groups', group_index: 2 }, '1\n2'],
    [{ ...two, mode: 'All Groups', group_index: 3 }, ''],
    [{ ...two, mode: 'All Groups', group_index: 0, regex_pattern: '[a-z][0-9]' }, ''],
    [{ ...two, mode: 'Other' }, ''],
  ])('extracts by %j', (inputs, made) => {
    expect(evaluate('RegexExtract', inputs)).toBe(made);
  });

  it('returns an empty text for a group without a match among all matches', () => {
    const inputs = { string: 'a b', regex_pattern: 'a|(b)', mode: 'All Matches' };
    expect(evaluate('RegexExtract', inputs)).toBe('\nb');
  });

  it.each(['First Group', 'All Groups'])(
    'is not evaluated where %s is a group that matched nothing',
    (mode) => {
      expect(() => evaluate('RegexExtract', { string: 'a', regex_pattern: 'a|(b)', mode })).toThrow(
        'extracts a group that matched nothing',
      );
    },
  );
});
