import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { COMFY_NODES } from '../nodes/known-nodes.ts';
import { type Nodes, pictureOf, read, reading, textsOf } from '../workflow.test-helper.ts';

/** Classes of ComfyUI that make conditioning from texts, with the inputs of those texts. */
const ENCODERS = [...COMFY_NODES].flatMap(([name, { inputs, outputs }]) => {
  const texts = [...inputs].filter(([, type]) => type === 'STRING').map(([input]) => input);
  const encodes = outputs[0] === 'CONDITIONING' && outputs.length === 1 && texts.length > 0;
  return encodes ? [[name, texts] as const] : [];
});

describe('every text encoder of ComfyUI', () => {
  it('is known', () => {
    expect(ENCODERS.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'CLIPTextEncode',
        'CLIPTextEncodeSDXL',
        'CLIPTextEncodeSD3',
        'CLIPTextEncodeFlux',
        'CLIPTextEncodeLumina2',
        'CLIPTextEncodeHiDream',
        'TextEncodeQwenImageEditPlus',
        'GLIGENTextBoxApply',
      ]),
    );
  });

  it.each(ENCODERS)('%s is read on both sides', (name, texts) => {
    const encoder = (words: string): [string, Record<string, Json>] => [
      name,
      { clip: ['model', 1], ...Object.fromEntries(texts.map((input) => [input, `${words} ${input}`])) },
    ];
    const found = reading(pictureOf({}, { yes: encoder('wanted'), no: encoder('unwanted') }));
    expect(textsOf(found.positive)).toEqual(texts.map((input) => `wanted ${input}`));
    expect(textsOf(found.negative)).toEqual(texts.map((input) => `unwanted ${input}`));
    expect(found.otherTexts).toEqual([]);
  });
});

describe('the result of a string node', () => {
  const cases: [string, string, Record<string, Json>, Json][] = [
    ['PrimitiveString', 'a cat', { value: 'a cat' }, 'a cat'],
    ['PrimitiveStringMultiline', 'a\ncat', { value: 'a\ncat' }, 'a\ncat'],
    ['CustomCombo', 'a cat', { choice: 'a cat' }, 'a cat'],
    ['StringConcatenate', 'a cat', { string_a: 'a', string_b: 'cat', delimiter: ' ' }, 'a cat'],
    ['StringSubstring', 'cat', { string: 'a cat.', start: '2', end: -1 }, 'cat'],
    ['CaseConverter', 'A CAT', { string: 'a cat', mode: 'UPPERCASE' }, 'A CAT'],
    ['CaseConverter', 'a cat', { string: 'A Cat', mode: 'lowercase' }, 'a cat'],
    ['CaseConverter', 'A cat', { string: 'a CAT', mode: 'Capitalize' }, 'A cat'],
    ['CaseConverter', 'A Cat', { string: 'a cat', mode: 'Title Case' }, 'A Cat'],
    ['CaseConverter', 'a cAt', { string: 'a cAt', mode: 'something' }, 'a cAt'],
    ['StringTrim', 'a cat', { string: ' a cat\n', mode: 'Both' }, 'a cat'],
    ['StringTrim', 'a cat ', { string: ' a cat ', mode: 'Left' }, 'a cat '],
    ['StringTrim', ' a cat', { string: ' a cat ', mode: 'Right' }, ' a cat'],
    ['StringReplace', 'a cat', { string: 'a dog', find: 'dog', replace: 'cat' }, 'a cat'],
    ['RegexReplace', 'a cat', { string: 'a dog', regex_pattern: 'D\\w+', replace: 'cat' }, 'a cat'],
    ['RegexReplace', 'cba', { string: 'aba', regex_pattern: 'a', replace: 'c', count: 1 }, 'cba'],
    [
      'RegexReplace',
      'a dog',
      { string: 'a dog', regex_pattern: 'D', replace: '', case_insensitive: false },
      'a dog',
    ],
    ['TextToLowercase', 'a cat', { texts: 'A Cat' }, 'a cat'],
    ['TextToUppercase', 'A CAT', { texts: 'A Cat' }, 'A CAT'],
    ['TruncateText', 'a cat', { texts: 'a cat sits', max_length: 5 }, 'a cat'],
    ['AddTextPrefix', 'a cat', { texts: 'cat', prefix: 'a ' }, 'a cat'],
    ['AddTextSuffix', 'a cat', { texts: 'a', suffix: ' cat' }, 'a cat'],
    ['ReplaceText', 'a cat', { texts: 'a dog', find: 'dog', replace: 'cat' }, 'a cat'],
    ['StripWhitespace', 'a cat', { texts: '\ta cat ' }, 'a cat'],
    ['PrimitiveString', '5', { value: 5 }, '5'],
    ['PrimitiveString', 'True', { value: true }, 'True'],
    ['PrimitiveString', 'None', { value: null }, 'None'],
    ['Reroute', 'a cat', { '': 'a cat' }, 'a cat'],
  ];
  it.each(cases)('%s makes %j of %j', (name, _, inputs, expected) => {
    const found = reading(pictureOf({ positive: ['made', 0] }, { made: [name, inputs] }));
    expect(textsOf(found.positive)).toEqual([expected]);
    // The sent workflow has the evaluated text in place of the node.
    expect(found.workflow.get('yes')?.inputs.text).toBe(expected);
    expect(found.workflow.has('made')).toBe(false);
  });

  const extractions: [string, number, string][] = [
    ['First Match', 1, 'b1'],
    ['All Matches', 1, 'b\nc'],
    ['First Group', 2, '1'],
    ['First Group', 0, 'b1'],
    ['First Group', 3, ''],
    ['All Groups', 2, '1\n2'],
    ['All Groups', 3, ''],
    ['something', 1, ''],
  ];
  it.each(extractions)('RegexExtract of %s %d is %j', (mode, group_index, expected) => {
    const inputs = { string: 'a b1 c2', regex_pattern: '(\\w)(\\d)', mode, group_index };
    const flags = { case_insensitive: true, multiline: false, dotall: false };
    const found = reading(
      pictureOf({ positive: ['made', 0] }, { made: ['RegexExtract', { ...inputs, ...flags }] }),
    );
    expect(textsOf(found.positive)).toEqual([expected]);
  });

  const questions: [string, Record<string, Json>, boolean][] = [
    ['StringContains', { string: 'a Cat', substring: 'cat', case_sensitive: true }, false],
    ['StringContains', { string: 'a Cat', substring: 'cat', case_sensitive: false }, true],
    // In Python every text except the empty one is true.
    ['StringContains', { string: 'a Cat', substring: 'cat', case_sensitive: 'false' }, false],
    ['StringCompare', { string_a: 'a cat', string_b: 'a', mode: 'Starts With', case_sensitive: true }, true],
    ['StringCompare', { string_a: 'a cat', string_b: 'a', mode: 'Ends With', case_sensitive: true }, false],
    ['StringCompare', { string_a: 'A', string_b: 'a', mode: 'Equal', case_sensitive: false }, true],
    ['RegexMatch', { string: 'a cat', regex_pattern: '^CAT', case_insensitive: true }, false],
    ['RegexMatch', { string: 'a\ncat', regex_pattern: '^CAT', multiline: true }, true],
    ['PrimitiveBoolean', { value: true }, true],
  ];
  it.each(questions)('%s of %j is %j', (name, inputs, expected) => {
    const nodes: Nodes = {
      asked: [name, inputs],
      chosen: ['ComfySwitchNode', { switch: ['asked', 0], on_true: 'yes', on_false: ['other', 0] }],
      other: ['PrimitiveString', { value: 'no' }],
    };
    const found = reading(pictureOf({ positive: ['chosen', 0] }, nodes));
    expect(textsOf(found.positive)).toEqual([expected ? 'yes' : 'no']);
  });

  it('is denied where Python throws: a number from a link is not a text', () => {
    const nodes: Nodes = {
      five: ['PrimitiveInt', { value: 5 }],
      joined: ['StringConcatenate', { string_a: ['five', 0], string_b: 'x', delimiter: '' }],
    };
    expect(read(pictureOf({ positive: ['joined', 0] }, nodes))).toMatchObject({
      kind: 'denied',
      nodeId: 'joined',
    });
  });

  it('counts characters as Python does', () => {
    const found = reading(
      pictureOf(
        { positive: ['cut', 0] },
        {
          length: ['StringLength', { string: '😀😀' }],
          cut: ['StringSubstring', { string: 'a😀b', start: 0, end: ['length', 0] }],
        },
      ),
    );
    expect(textsOf(found.positive)).toEqual(['a😀']);
  });
});
