import { describe, expect, it, vi } from 'vitest';
import { Budget, Unevaluable } from './budget.ts';
import { pythonRegex, pythonSub } from './python-regex.ts';

// A slow machine must not fail the test.
vi.setConfig({ testTimeout: 120_000 });

const PLAIN = { ignoreCase: false, multiline: false, dotAll: false };
const IGNORE_CASE = { ...PLAIN, ignoreCase: true };

function findAll(pattern: string, text: string, flags = PLAIN) {
  return pythonRegex(pattern, flags, new Budget())
    .findAll(text)
    .map(({ groups }) => groups);
}

function sub(pattern: string, template: string, text: string, count = 0, flags = PLAIN) {
  const budget = new Budget();
  return pythonSub(pythonRegex(pattern, flags, budget), template, text, count, budget);
}

// Results of Python 3.11.

describe('findAll', () => {
  it.each([
    ['a+', 'caaandaa', [['aaa'], ['aa']]],
    [
      '(a)(b)?',
      'abac',
      [
        ['ab', 'a', 'b'],
        ['a', 'a', undefined],
      ],
    ],
    [
      '(?P<first>\\w)\\d',
      'x1y2',
      [
        ['x1', 'x'],
        ['y2', 'y'],
      ],
    ],
    ['x{,2}y', 'xxxy', [['xxy']]],
    ['x{2', 'x{2', [['x{2']]],
    ['a{}', 'a{}', [['a{}']]],
    ['a{10}', 'a'.repeat(11), [['a'.repeat(10)]]],
    ['a{,}b', 'aab', [['aab']]],
    ['[]a]+', ']a]', [[']a]']]],
    ['[\\s\\S]', 'a\n', [['a'], ['\n']]],
    ['.', 'a\nb', [['a'], ['b']]],
    ['\\d', '1٣x', [['1'], ['٣']]],
    ['\\w+', 'né 日本_1', [['né'], ['日本_1']]],
    ['\\s', '\u001ca\u3000\ufeff', [['\u001c'], ['\u3000']]],
    ['\\bcat\\b', 'cat cats cat', [['cat'], ['cat']]],
    ['x*', 'axb', [[''], ['x'], [''], ['']]],
    ['\\x41\\u00e9', 'Aé', [['Aé']]],
    ['^a|c$', 'abc', [['a'], ['c']]],
    ['a\\Z', 'aa', [['a']]],
    ['.', '😀', [['😀']]],
  ])('%j in %j', (pattern, text, expected) => {
    expect(findAll(pattern, text)).toEqual(expected);
  });

  it('supports the flags', () => {
    expect(findAll('straße', 'STRAßE', IGNORE_CASE)).toHaveLength(1);
    expect(findAll('[^a]', 'Ab', IGNORE_CASE)).toEqual([['b']]);
    expect(findAll('^.$', 'a\nb', { ...PLAIN, multiline: true })).toEqual([['a'], ['b']]);
    expect(findAll('a.b', 'a\nb', { ...PLAIN, dotAll: true })).toEqual([['a\nb']]);
  });
});

describe('pythonSub', () => {
  it.each([
    ['x*', '-', 'abxd', 0, '-a-b--d-'],
    ['^', 'so ', 'it is', 0, 'so it is'],
    ['$', '!', 'yes', 0, 'yes!'],
    ['(\\w)-(\\w)', '\\2\\1', 'b-a d-c', 0, 'ab cd'],
    ['(?P<name>b)', '<\\g<name>\\g<1>\\g<0>>', 'abc', 0, 'a<bbb>c'],
    ['(a)|b', '[\\1]', 'ab', 0, '[a][]'],
    ['a', 'x', 'aaa', 2, 'xxa'],
    ['a', 'x', 'aaa', -1, 'aaa'],
    ['a', '\\n\\\\\\.', 'a', 0, '\n\\\\.'],
    ['a', '$1$&', 'a', 0, '$1$&'],
    ['', '-', '😀', 0, '-😀-'],
  ])('of %j by %j in %j', (pattern, template, text, count, expected) => {
    expect(sub(pattern, template, text, count)).toBe(expected);
  });

  it.each(['\\2', '\\g<2>', '\\g<nobody>', '\\0', '\\123', '\\q', '\\', '\\g<1'])(
    'leaves the replacement %j to Python',
    (template) => {
      expect(() => sub('(a)', template, 'a')).toThrow(Unevaluable);
    },
  );

  it('makes no text longer than the longest prompt', () => {
    expect(() => sub('a', 'b'.repeat(60_000), 'aa')).toThrow('too long for a prompt');
  });
});

describe('a pattern that RE2 interprets differently', () => {
  it.each([
    ['(a)\\1', 'aa'],
    ['(?=a)', 'a'],
    ['(?<!a)b', 'b'],
    ['(?i)a', 'a'],
    ['(?>a)', 'a'],
    ['(?P=x)', 'a'],
    ['(?<x>a)', 'a'],
    ['a++', 'a'],
    ['a**', 'a'],
    ['*a', 'a'],
    ['(a*)*', 'a'],
    ['(|a)+', 'a'],
    ['[[:alpha:]]', 'a'],
    ['[a&&b]', 'a'],
    ['[\\Wa]', 'a'],
    ['[b-a]', 'a'],
    ['\\pL', 'a'],
    ['\\Qa\\E', 'a'],
    ['\\z', 'a'],
    ['\\N{DIGIT ONE}', '1'],
    ['\\07', 'a'],
    ['(', 'a'],
    [')', 'a'],
    ['[a', 'a'],
    ['a{2,1}', 'aa'],
    ['a{1001}', 'a'],
    ['a{0000000000000001}', 'a'],
    ['a|', 'aa'],
    ['a*?', 'aa'],
    ['\\bé', 'é'],
    ['\\bcat', 'cat é'],
    ['\\bcat', 'é cat'],
    ['a$', 'a\n'],
    ['\\B', ''],
    ['\\ud800', 'a'],
  ])('%j is left to Python', (pattern, text) => {
    expect(() => findAll(pattern, text)).toThrow(Unevaluable);
  });

  it.each(['İ', 'ı'])('in the case of %j is left to Python', (text) => {
    expect(() => findAll('i', text, IGNORE_CASE)).toThrow(Unevaluable);
    expect(findAll('i', text)).toEqual([]);
  });
});

it('tidies the longest prompt', () => {
  expect(sub('\\s*,\\s*', ', ', 'word ,'.repeat(400))).toBe('word, '.repeat(400));
  expect(sub('\\s+', ' ', 'a  bcdefg '.repeat(200))).toBe('a bcdefg '.repeat(200));
});

describe('a pattern that hangs backtracking engines', () => {
  it('is searched in linear time', () => {
    expect(findAll('(a+)+b', 'a'.repeat(20_000))).toEqual([]);
    expect(findAll('(x+x+)+y', 'x'.repeat(5_000))).toEqual([]);
  });

  it.each([
    ['a[^z]*z|a', 'a'.repeat(60_000)],
    ['(a{1,30}){1,30}z', 'a'.repeat(60_000)],
  ])('%j stops before it takes long', (pattern, text) => {
    expect(() => findAll(pattern, text)).toThrow('longer to search than the proxy allows');
  });

  it.each(['((a{100}){100}){100}', 'a{900}'.repeat(100), '('.repeat(50) + ')'.repeat(50), 'a'.repeat(1001)])(
    'is not even compiled when it is large',
    (pattern) => {
      expect(() => findAll(pattern, 'a')).toThrow(Unevaluable);
    },
  );
});

describe('escapes', () => {
  it.each([
    ['\\a', '\u0007'],
    ['\\f', '\f'],
    ['\\n', '\n'],
    ['\\r', '\r'],
    ['\\t', '\t'],
    ['\\v', '\v'],
    ['\\x41', 'A'],
    ['\\u0041', 'A'],
    ['\\U0001f600', '😀'],
    ['\\.', '.'],
  ])('%j of a pattern is one character', (pattern, character) => {
    expect(findAll(pattern, `x${character}y`)).toEqual([[character]]);
    expect(findAll(`[${pattern}]`, `x${character}y`)).toEqual([[character]]);
  });

  it.each([
    ['\\a', '\u0007'],
    ['\\f', '\f'],
    ['\\n', '\n'],
    ['\\r', '\r'],
    ['\\t', '\t'],
    ['\\v', '\v'],
    ['\\\\', '\\'],
    ['\\.', '\\.'],
  ])('%j of a replacement is %j', (template, written) => {
    expect(sub('a', template, 'xay')).toBe(`x${written}y`);
  });

  it('of a replacement reference groups by one or two digits only', () => {
    const ten = '(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)';
    expect(sub(ten, '\\10\\1', 'abcdefghij')).toBe('ja');
    for (const template of ['\\0', '\\01', '\\100', '\\11', '\\q'])
      expect(() => sub(ten, template, 'abcdefghij')).toThrow(Unevaluable);
  });
});

describe('the steps of a search', () => {
  it('are booked before it starts, for the remaining text, even if it is empty', () => {
    const budget = new Budget();
    const regex = pythonRegex('x*', PLAIN, budget);
    const steps = vi.spyOn(budget, 'steps');
    regex.findAll('ab');
    const [whole = 0, half = 0, none = 0, ...more] = steps.mock.calls.map(([count]) => count);
    expect([more, none > 0, half / none, whole / none]).toEqual([[], true, 2, 3]);
  });
});

describe('search and findAll', () => {
  const regex = (pattern: string) => pythonRegex(pattern, PLAIN, new Budget());

  it('return the position of a match in UTF-16 offsets', () => {
    expect(regex('(b)|c').search('😀ac')).toEqual({ start: 3, end: 4, groups: ['c', undefined] });
    expect(regex('b').search('a')).toBeUndefined();
    expect(
      regex('')
        .findAll('😀a')
        .map(({ start }) => start),
    ).toEqual([0, 2, 3]);
  });

  it('find at most the requested number', () => {
    expect(regex('a').findAll('aaa', 2)).toHaveLength(2);
    expect(regex('a').findAll('aaa', 0)).toEqual([]);
  });

  it('leave to Python what only Python supports, in both', () => {
    for (const pattern of ['\\bé', 'a$']) {
      expect(() => regex(pattern).search('é\n')).toThrow(Unevaluable);
      expect(() => regex(pattern).findAll('é\n')).toThrow(Unevaluable);
    }
    expect(regex('a$').search('ba')).toMatchObject({ start: 1 });
    expect(() => pythonRegex('\u0345', IGNORE_CASE, new Budget()).search('a')).toThrow(Unevaluable);
    expect(pythonRegex('a', IGNORE_CASE, new Budget()).search('A')).toMatchObject({ start: 0 });
  });
});

it('of a replacement resolve a group by its name, and an unmatched group as empty', () => {
  expect(sub('(?P<one>a)|(?P<two>b)', '[\\g<one>\\g<2>]', 'ab')).toBe('[a][b]');
  expect(sub('(a)(?P<n>b)', '\\g<n>\\g<01>', 'ab')).toBe('ba');
  expect(() => sub('(a)', '\\g<001>', 'a')).toThrow(Unevaluable);
  expect(() => sub('(a)', '\\g<m>', 'a')).toThrow('(\\g<m> in a replacement)');
  expect(sub('a', 'x\\ty', 'ba')).toBe('bx\ty');
});

it('reports why RE2 cannot compile a pattern', () => {
  const compile = () => pythonRegex('(?:a{1000}){2}', PLAIN, new Budget());
  expect(compile).toThrow(Unevaluable);
  expect(compile).toThrow(expect.objectContaining({ cause: expect.any(Error) }));
});
