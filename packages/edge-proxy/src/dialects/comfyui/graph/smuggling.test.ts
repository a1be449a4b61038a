import { describe, expect, it, vi } from 'vitest';
import type { Json } from '../../../wire/json/strict-json.ts';
import { WorkflowError } from './index.ts';
import { type Nodes, pictureOf, read, screened } from './workflow.test-helper.ts';

// A slow machine must not fail the test.
vi.setConfig({ testTimeout: 120_000 });

const WORD = 'forbidden';

/** The fate of a workflow: `seen` if the word is in the screened texts, `denied` if it is not sent. */
function fate(nodes: Nodes, positive: Json, allowedNodes: string[] = []): 'seen' | 'denied' | 'smuggled' {
  try {
    const result = read(pictureOf({ positive }, nodes), { allowedNodes });
    if (result.kind === 'denied') return 'denied';
    return screened(result).some((text) => text.includes(WORD)) ? 'seen' : 'smuggled';
  } catch (error) {
    if (error instanceof WorkflowError) return 'denied';
    throw error;
  }
}

const say = (value: Json): [string, Record<string, Json>] => ['PrimitiveString', { value }];
const join = (a: Json, b: Json, delimiter: Json = ''): [string, Record<string, Json>] => [
  'StringConcatenate',
  { string_a: a, string_b: b, delimiter },
];
const FLAGS = { case_insensitive: true, multiline: false, dotall: false };

describe('a word that no single node holds', () => {
  const ways: [string, 'seen' | 'denied', Nodes][] = [
    ['split over two literals', 'seen', { x: join('forb', 'idden') }],
    ['split by a delimiter', 'seen', { x: join('forb', 'den', 'id') }],
    ['split over primitives', 'seen', { a: say('forb'), b: say('idden'), x: join(['a', 0], ['b', 0]) }],
    [
      'split over many nodes',
      'seen',
      { a: join('f', 'o'), b: join('r', 'b'), c: join(['a', 0], ['b', 0]), x: join(['c', 0], 'idden') },
    ],
    [
      'behind a letter that is replaced',
      'seen',
      { x: ['StringReplace', { string: 'f0rbidden', find: '0', replace: 'o' }] },
    ],
    [
      'between letters that are taken out',
      'seen',
      { x: ['StringReplace', { string: 'f_o_r_b_i_d_d_e_n', find: '_', replace: '' }] },
    ],
    [
      'behind an expression',
      'seen',
      { x: ['RegexReplace', { string: 'f1o2r3bidden', regex_pattern: '\\d', replace: '' }] },
    ],
    [
      'with its halves the wrong way round',
      'seen',
      { x: ['RegexReplace', { string: 'idden-forb', regex_pattern: '(\\w+)-(\\w+)', replace: '\\2\\1' }] },
    ],
    [
      'backwards',
      'seen',
      {
        x: [
          'RegexReplace',
          {
            string: 'neddibrof',
            regex_pattern: '(.)(.)(.)(.)(.)(.)(.)(.)(.)',
            replace: '\\9\\8\\7\\6\\5\\4\\3\\2\\g<1>',
          },
        ],
      },
    ],
    [
      'extracted as a group',
      'seen',
      {
        x: [
          'RegexExtract',
          { string: 'unforbidden', regex_pattern: 'un(.*)', mode: 'First Group', group_index: 1, ...FLAGS },
        ],
      },
    ],
    [
      'extracted as groups, and its lines joined',
      'seen',
      {
        a: [
          'RegexExtract',
          {
            string: 'forb? idden?',
            regex_pattern: '(\\w+)\\?',
            mode: 'All Groups',
            group_index: 1,
            ...FLAGS,
          },
        ],
        x: ['StringReplace', { string: ['a', 0], find: '\n', replace: '' }],
      },
    ],
    [
      'cut out by slicing',
      'seen',
      { x: ['StringSubstring', { string: 'xxforbiddenxx', start: 2, end: -2 }] },
    ],
    [
      'cut out by counting pictures as one letter each',
      'seen',
      { x: ['StringSubstring', { string: '😀😀forbidden😀', start: 2, end: 11 }] },
    ],
    ['cut off', 'seen', { x: ['TruncateText', { texts: 'forbiddenly', max_length: 9 }] }],
    ['in another case', 'seen', { x: ['CaseConverter', { string: 'FORBIDDEN', mode: 'lowercase' }] }],
    ['with a prefix', 'seen', { x: ['AddTextPrefix', { texts: 'bidden', prefix: 'for' }] }],
    ['with a suffix', 'seen', { x: ['AddTextSuffix', { texts: 'forbid', suffix: 'den' }] }],
    [
      'through a reroute',
      'seen',
      { a: say('forb'), b: ['Reroute', { '': ['a', 0] }], x: join(['b', 0], 'idden') },
    ],
    [
      'through a switch that is set by a text',
      'seen',
      {
        asked: ['StringContains', { string: 'a cat', substring: 'cat', case_sensitive: true }],
        half: ['ComfySwitchNode', { switch: ['asked', 0], on_true: 'idden', on_false: 'um' }],
        x: join('forb', ['half', 0]),
      },
    ],
    ['through a choice', 'seen', { a: ['CustomCombo', { choice: 'forb' }], x: join(['a', 0], 'idden') }],
    [
      'with a number in the middle',
      'seen',
      {
        a: say(0),
        b: ['StringReplace', { string: 'f0rbidden', find: ['a', 0], replace: 'o' }],
        x: join(['b', 0], ''),
      },
    ],
    [
      'with a truth value in the middle',
      'seen',
      { a: say(true), x: ['StringReplace', { string: 'forbTrueidden', find: ['a', 0], replace: '' }] },
    ],
    [
      'with nothing in the middle',
      'seen',
      { a: say(null), x: ['StringReplace', { string: 'forbNoneidden', find: ['a', 0], replace: '' }] },
    ],
    ['in a wrapped value', 'seen', { x: join({ __value__: 'forb' }, { __value__: 'idden', decoy: 'x' }) }],
    ['in a list of pieces', 'denied', { x: join({ __value__: ['forb', 'idden'] }, '') }],
    ['at a slot that is not there', 'denied', { a: say('forb'), x: join(['a', 1], 'idden') }],
    ['at a slot counted from the end', 'denied', { a: say('forb'), x: join(['a', -1], 'idden') }],
    ['over a link of three', 'denied', { a: say('forb'), x: join(['a', 0, 0], 'idden') }],
    [
      'in an expression that looks back',
      'denied',
      { x: ['RegexReplace', { string: 'forbXXidden', regex_pattern: '(X)\\1', replace: '' }] },
    ],
    [
      'in an expression that looks around',
      'denied',
      { x: ['RegexReplace', { string: 'forb-idden', regex_pattern: '-(?=i)', replace: '' }] },
    ],
    ['in a node that is not known', 'denied', { x: ['TextReverse', { text: 'neddibrof' }] }],
    [
      'in a file',
      'denied',
      { x: ['LoadImageTextDataSetFromFolder', { folder: 'mine' }], y: join(['x', 1], '') },
    ],
    ['in code', 'denied', { x: ['ExecPython', { code: 'return "for" + "bidden"' }] }],
    ['from the network', 'denied', { x: ['HttpGet', { url: 'http://example.test/word' }] }],
    ['over a detour of two ends', 'denied', { x: ['Reroute', { a: 'forb', b: 'idden' }] }],
    ['in a circle', 'denied', { x: join(['y', 0], 'idden'), y: join(['x', 0], 'forb') }],
  ];
  it.each(ways)('%s is %s', (_, expected, nodes) => {
    expect(fate(nodes, ['x', 0])).toBe(expected);
  });
});

describe('a word beside the text', () => {
  const places: [string, Nodes][] = [
    [
      'an input that only a newer server knows',
      { yes: ['CLIPTextEncode', { text: '', text2: WORD, clip: ['model', 1] }] },
    ],
    [
      'the second encoder of two',
      { yes: ['CLIPTextEncodeSDXL', { clip: ['model', 1], text_g: '', text_l: WORD }] },
    ],
    [
      'the region of a picture',
      {
        box: ['GLIGENTextBoxApply', { conditioning_to: ['yes', 0], clip: ['model', 1], text: WORD }],
        show: ['PreviewAny', { source: ['box', 0] }],
      },
    ],
    [
      'a choice',
      { yes: ['CLIPTextEncodeLumina2', { system_prompt: WORD, user_prompt: '', clip: ['model', 1] }] },
    ],
    ['the name of a file', { save: ['SaveImage', { images: ['decode', 0], filename_prefix: WORD }] }],
    ['an id', { [WORD]: ['PreviewAny', { source: 1 }] }],
    ['the name of an input', { show: ['PreviewAny', { source: 1, [WORD]: 1 }] }],
    ['a key', { show: ['PreviewAny', { source: { __value__: [{ [WORD]: 1 }] } }] }],
  ];
  it.each(places)('is seen in %s', (_, nodes) => {
    expect(fate(nodes, 'a cat')).toBe('seen');
  });
});

describe('a word on the negative side', () => {
  it.each([
    ['that is guided the other way', { cfg: 0 }, {}],
    [
      'that another sampler takes for its positive',
      {},
      {
        second: ['KSampler', { model: ['model', 0], positive: ['no', 0], negative: ['yes', 0], cfg: 7 }],
        show: ['PreviewAny', { source: ['second', 0] }],
      },
    ],
    ['that is weighed below nothing', { negative: `(${WORD}:-1.5)` }, {}],
    [
      'that goes through the positive half of a pair',
      {},
      {
        pair: ['ControlNetApplyAdvanced', { positive: ['no', 0], negative: ['yes', 0] }],
        guided: ['KSampler', { positive: ['pair', 0], negative: ['pair', 1], cfg: 7 }],
        show: ['PreviewAny', { source: ['guided', 0] }],
      },
    ],
    [
      'that the empty side of a guider takes',
      {},
      {
        guider: [
          'PerpNegGuider',
          { positive: ['yes', 0], negative: ['yes', 0], empty_conditioning: ['no', 0], cfg: 7 },
        ],
        show: ['PreviewAny', { source: ['guider', 0] }],
      },
    ],
    [
      'that a filter of guidance lets through',
      {},
      {
        patch: ['LatentApplyOperationCFG', { model: ['model', 0] }],
        show: ['PreviewAny', { source: ['patch', 0] }],
      },
    ],
  ] as [string, object, Nodes][])('is seen when it is one %s', (_, options, nodes) => {
    const found = read(pictureOf({ negative: WORD, ...options }, nodes));
    expect(found.kind === 'read' && screened(found).some((text) => text.includes(WORD))).toBe(true);
  });

  it('is not screened otherwise', () => {
    const found = read(pictureOf({ negative: ['x', 0] }, { x: join('forb', 'idden') }));
    expect(found.kind === 'read' && screened(found).some((text) => text.includes(WORD))).toBe(false);
    expect(found).toMatchObject({ negative: [{ text: WORD }] });
  });
});

describe('a workflow that would exhaust the proxy', () => {
  const chain = (length: number, node: (before: Json) => [string, Record<string, Json>]): Nodes => ({
    n0: say('forbidden'),
    ...Object.fromEntries(
      Array.from({ length }, (_, index) => [`n${index + 1}`, node([`n${index}`, 0])] as const),
    ),
  });

  it('is read through ten thousand nodes', () => {
    const nodes = chain(10_000, (before) => ['StringTrim', { string: before, mode: 'Both' }]);
    expect(fate(nodes, ['n10000', 0])).toBe('seen');
  });

  it('is followed through ten thousand conditionings', () => {
    const nodes = {
      ...chain(10_000, (before) => ['ConditioningSetAreaStrength', { conditioning: before, strength: 1 }]),
      n0: ['CLIPTextEncode', { text: WORD, clip: ['model', 1] }] as const,
      show: ['PreviewAny', { source: ['n10000', 0] }] as const,
    };
    expect(fate(nodes, 'a cat')).toBe('seen');
  });

  it.each([
    ['doubled forty times', (before: Json) => join(before, before)],
    [
      'replaced by itself',
      (before: Json) =>
        ['StringReplace', { string: before, find: 'o', replace: before }] as [string, Record<string, Json>],
    ],
    [
      'replaced by an expression',
      (before: Json) =>
        ['RegexReplace', { string: before, regex_pattern: '.', replace: before }] as [
          string,
          Record<string, Json>,
        ],
    ],
  ])('is denied when a text is %s', (_, node) => {
    expect(fate(chain(40, node), ['n40', 0])).toBe('denied');
  });

  it('is denied when a thousand nodes each make a long text', () => {
    const nodes = {
      ...chain(1000, (before) => ['CaseConverter', { string: before, mode: 'UPPERCASE' }]),
      n0: say('a'.repeat(60_000)),
    };
    expect(fate(nodes, ['n1000', 0])).toBe('denied');
  });

  it('is denied when a thousand nodes each make a long search', () => {
    const search = (before: Json): [string, Record<string, Json>] => [
      'RegexReplace',
      { string: before, regex_pattern: '(x+x+)+y', replace: '' },
    ];
    expect(fate({ ...chain(1000, search), n0: say('x'.repeat(3000)) }, ['n1000', 0])).toBe('denied');
  });

  it('is denied when one text is at a thousand places', () => {
    const encoders = Array.from({ length: 1000 }, (_, index): [string, Nodes[string]] => [
      `e${index}`,
      ['PreviewAny', { source: ['long', 0] }],
    ]);
    const nodes = { long: say('a'.repeat(9000)), ...Object.fromEntries(encoders) };
    expect(fate(nodes, 'a cat')).toBe('denied');
    const detour = { ...nodes, long: ['Reroute', { '': { __value__: ['a'.repeat(9000)] } }] as const };
    expect(fate(detour, 'a cat')).toBe('denied');
  });

  it('is denied when a text over the limit of prompts is only measured', () => {
    const nodes: Nodes = {
      long: ['Reroute', { '': 'a'.repeat(70_000) }],
      asked: ['StringContains', { string: ['long', 0], substring: 'b', case_sensitive: true }],
      x: ['ComfySwitchNode', { switch: ['asked', 0], on_true: 'a cat', on_false: 'a dog' }],
    };
    expect(fate(nodes, ['x', 0])).toBe('denied');
  });

  it('is denied when a thousand nodes each have a large expression', () => {
    const node = (before: Json): [string, Record<string, Json>] => [
      'RegexReplace',
      { string: before, regex_pattern: '(\\w)'.repeat(150), replace: '' },
    ];
    expect(fate(chain(1000, node), ['n1000', 0])).toBe('denied');
  });

  it('is denied when allowed nodes double their input', () => {
    const nodes = chain(40, (before) => ['Joiner', { a: before, b: before }]);
    expect(fate(nodes, ['n40', 0], ['Joiner'])).toBe('denied');
  });
});
