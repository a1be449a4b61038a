import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckError } from '../vocabulary/check-error.ts';
import { parseTermList } from './lexicon/term-list.ts';
import { rules } from './rules.ts';
import { furtherText, views } from './views.ts';

const DOLLAR = '$';
const WORD = 'marmalade';
const screen = rules({ lexicon: false, terms: parseTermList(WORD) });
const found = (prompt: string) => screen.match(prompt).map(({ span = [0, 0] }) => prompt.slice(...span));

const each = (write: (character: string) => string) => (text: string) => [...text].map(write).join('');
const code = (character: string) => character.codePointAt(0) ?? 0;
const hex = (character: string) => code(character).toString(16).padStart(2, '0');
const base64 = (text: string) => btoa(text);
const tags = each((character) => String.fromCodePoint(0xe0000 + code(character)));
const selectors = each((character) => {
  const byte = code(character);
  return String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16);
});
const rotate = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => {
    const base = letter < 'a' ? 65 : 97;
    return String.fromCharCode(((code(letter) - base + 13) % 26) + base);
  });
const MORSE: Readonly<Record<string, string>> = { m: '--', a: '.-', r: '.-.', l: '.-..', d: '-..', e: '.' };

const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  'tag characters': tags,
  'variation selectors': selectors,
  base64,
  'base64 for addresses': (text) =>
    base64(text).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_'),
  'base64 in lines': (text) => base64(text).replace(/.{8}/g, '$&\n'),
  'base64 of base64': (text) => base64(base64(text)),
  hexadecimal: each(hex),
  'hexadecimal with spaces': (text) => [...text].map(hex).join(' '),
  binary: (text) => [...text].map((letter) => code(letter).toString(2).padStart(8, '0')).join(' '),
  'decimal numbers': (text) => [...text].map((letter) => code(letter)).join(' '),
  'percent signs': each((letter) => `%${hex(letter)}`),
  'escapes of source code': each((letter) => `\\x${hex(letter)}`),
  'escapes of JSON': each((letter) => `\\u00${hex(letter)}`),
  'escapes with braces': each((letter) => `\\u{${hex(letter)}}`),
  'names of code points': (text) => [...text].map((letter) => `U+00${hex(letter).toUpperCase()}`).join(' '),
  'character references': each((letter) => `&#x${hex(letter)};`),
  'Morse code': (text) => [...text].map((letter) => MORSE[letter] ?? '').join(' '),
  ROT13: rotate,
  'reversed writing': (text) => [...text].reverse().join(''),
  'reversed capitals': (text) => [...text.toUpperCase()].reverse().join(''),
  'tags in base64': (text) => tags(base64(text)),
};

describe('a text that a language model can read', () => {
  it.each(Object.entries(ENCODINGS))('is found in %s', (name, encode) => {
    const prompt = `draw ${encode(WORD)} on toast`;
    const [span = ''] = found(prompt);
    expect(span).not.toBe('');
    // Its span points into the typed text, at this word only.
    expect(encode(WORD).startsWith(span.slice(0, 1)) || name.includes('line')).toBe(true);
    expect(span.length).toBeLessThanOrEqual(encode(WORD).length);
  });

  it.each(Object.entries(ENCODINGS))('is not found in harmless text in %s', (_, encode) => {
    expect(found(`draw ${encode('a green dog in a suit')} on toast`)).toEqual([]);
  });

  it.each([
    ['tags between letters', [...'a green dog'].map((seen, at) => seen + tags(WORD.charAt(at))).join('')],
    ['tags in several stretches', `a${tags('no')} dog${tags(WORD)} in${tags('toast')}`],
    [
      'selectors on each letter',
      [...'a green dog'].map((seen, at) => seen + (WORD[at] ? selectors(WORD[at]) : '')).join(''),
    ],
    ['a variable', `\${x=${WORD.slice(0, 4)}} a \${x}${WORD.slice(4)}`],
    ['a variable in an option', `\${x=${WORD.slice(0, 4)}} a {b|\${x}}${WORD.slice(4)}`],
    ['options picked together', `{2$$$$${WORD.slice(0, 4)}|${WORD.slice(4)}}`],
    ['a comment', `a dog # ${WORD}`],
    ['references in a comment', `&#109;${WORD.slice(1)}`],
  ])('is found in %s', (_, prompt) => {
    expect(found(prompt)).not.toEqual([]);
  });

  it('is decoded through at most three nested encodings', () => {
    const times = (count: number) => {
      let text = `a ${WORD} on toast`;
      for (let time = 0; time < count; time++) text = base64(text);
      return found(text).length;
    };
    expect([1, 2, 3, 4].map(times)).toEqual([1, 1, 1, 0]);
  });

  it('counts as typed when the typed text contains it', () => {
    expect(views('a dog')[0]).toEqual({ text: 'a dog' });
  });

  it('has offsets of the typed text', () => {
    const unit = fc.oneof(
      fc.constantFrom(
        ...'ab #\n%&',
        `${DOLLAR}{x=`,
        `${DOLLAR}{x}`,
        '{',
        '|',
        '}',
        '(',
        ')',
        '&#97;',
        '%61',
        'Z2FyZGVu',
        '676172',
        '.- ',
      ),
      fc.constantFrom(tags('a'), selectors('b'), '😀', '\ud800', 'ﷺ'),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 20 }), (prompt) => {
        for (const { text, offsets } of views(prompt)) {
          expect((offsets ?? prompt).length).toBe(text.length);
          for (const offset of offsets ?? []) expect(offset < Math.max(1, prompt.length)).toBe(true);
        }
      }),
    );
  });

  // Each of the two comments, the variable, the choice and the encodings has a view without it.
  const mixed = `$${'{x=a}'} # {a|b} &#97; %61 .- -. -.. |< Z2FyZGVu $${'{x}'}\n`;

  it('does not pass a prompt with more views than can be read', () => {
    expect(() => views(mixed.repeat(500))).toThrow(CheckError);
    expect(() => views(mixed.repeat(500))).toThrow('The prompt has more readings than can be checked.');
  });

  it('has at most four times the typed length and 60,000 units, except turned views', () => {
    const units = (count: number) =>
      views(mixed.repeat(count))
        .filter(({ exact }) => exact === undefined)
        .reduce((sum, { text }) => sum + text.length, 0);
    let count = 1;
    for (; isRead(count + 1); count++) if (count > 500) throw new Error('Every prompt is read.');
    expect(units(count)).toBeLessThanOrEqual(4 * mixed.length * count + 60_000);
    // The next one is as much longer as one piece makes it.
    expect(units(count) + (2 * units(count)) / count).toBeGreaterThan(4 * mixed.length * count + 60_000);

    function isRead(times: number): boolean {
      try {
        views(mixed.repeat(times));
        return true;
      } catch (error) {
        if (error instanceof CheckError) return false;
        throw error;
      }
    }
  });

  it('has at most a multiple of the typed length', () => {
    const floods = [
      'a dog ',
      'Z2FyZGVu ',
      '6d61 ',
      '[a] ',
      '&#97;',
      '# a\n',
      `$${'{x}'}`,
      tags('ab'),
      selectors('ab'),
      '|<',
      '.- -. ',
    ];
    for (const flood of floods) {
      const prompt = flood.repeat(Math.ceil(20_000 / flood.length));
      const length = views(prompt).reduce((sum, { text }) => sum + text.length, 0);
      expect(length / prompt.length, flood).toBeLessThan(10);
    }
  });
});

describe('furtherText', () => {
  it.each(['a dog in a suit', 'a (red:1.2) {dog|cat}, 8k', 'meadow and sunshine', 'a ❤️ on a flag 🏳️‍🌈'])(
    'has nothing to add to %j',
    (prompt) => {
      expect(furtherText(prompt)).toBeUndefined();
    },
  );

  it.each([
    [`a dog${tags('in a suit')}`, 'in a suit'],
    [`a dog${selectors('in a suit')}`, 'in a suit'],
    [`draw ${base64('a dog in a suit')}`, 'a dog in a suit'],
    ['a dog # in a suit', 'a dog \n'],
    [`${DOLLAR}{x=suit}a dog in a ${DOLLAR}{x}`, 'a dog in a suit'],
  ])('returns the text that %j hides', (prompt, expected) => {
    expect(furtherText(prompt)).toBe(expected);
  });
});
