import { describe, expect, it } from 'vitest';
import { fold } from './fold.ts';

const KINDS = ['', 'letter', 'digit', 'soft', 'mask', 'gap', 'mark', 'ignored'];
const SCRIPTS = ['alphabet', 'ideograph', 'hiragana', 'katakana', 'hangul', 'unspaced', 'picture'];
const GAPS = ['space', 'joiner', 'stop', 'other', 'apostrophe'];

const written = (units: readonly number[]) => units.map((unit) => String.fromCharCode(unit)).join('');

/** How a character is read: `letter a|o alphabet`, `gap space`. */
function said(character: string): string {
  const { kind, symbols, others, script, gap } = fold(character.codePointAt(0) ?? 0);
  const gaps = GAPS.filter((_, bit) => gap & (1 << bit)).join('+');
  const readings = [written(symbols), ...others.map((unit) => String.fromCharCode(unit))].join('|');
  return [KINDS[kind], readings, symbols.length + others.length > 0 && SCRIPTS[script], gaps]
    .filter(Boolean)
    .join(' ');
}

it('every sign of ASCII', () => {
  const signs = Array.from({ length: 95 }, (_, at) => String.fromCharCode(at + 32)).filter(
    (sign) => !/[a-zA-HJ-Z]/.test(sign),
  );
  expect(Object.fromEntries(signs.map((sign) => [sign, said(sign)]))).toMatchInlineSnapshot(`
    {
      " ": "gap space",
      "!": "soft |i alphabet",
      """: "gap other",
      "#": "mask",
      "$": "soft |s alphabet",
      "%": "mask",
      "&": "mask",
      "'": "gap apostrophe",
      "(": "soft |c alphabet other",
      ")": "gap other",
      "*": "mask",
      "+": "soft |t alphabet other",
      ",": "gap stop",
      "-": "gap joiner",
      ".": "gap joiner",
      "/": "gap joiner",
      "0": "digit 0|o alphabet",
      "1": "digit 1|i|l alphabet",
      "2": "digit 2|z alphabet",
      "3": "digit 3|e alphabet",
      "4": "digit 4|a alphabet",
      "5": "digit 5|s alphabet",
      "6": "digit 6|g|b alphabet",
      "7": "digit 7|t alphabet",
      "8": "digit 8|b alphabet",
      "9": "digit 9|g alphabet",
      ":": "gap stop",
      ";": "gap stop",
      "<": "soft |c alphabet other",
      "=": "gap other",
      ">": "gap other",
      "?": "mask",
      "@": "soft |a alphabet",
      "I": "letter i|l alphabet",
      "[": "soft |c alphabet other",
      "\\": "gap joiner",
      "]": "gap other",
      "^": "gap other",
      "_": "gap joiner",
      "\`": "gap apostrophe",
      "{": "soft |c alphabet other",
      "|": "soft |i|l alphabet other",
      "}": "gap other",
      "~": "gap joiner",
    }
  `);
});

describe('beyond ASCII', () => {
  it.each([
    ['accents and width', 'éÄßﬀøÆｇ𝓰ⅷ①½'],
    ['look-alikes of other scripts', 'аеорСІλ'],
    ['kana, in every width and size', 'あァカﾞｶぁッヶゕ゛ー々'],
    ['hangul: a syllable, its parts, and letters by themselves', '가각각ㄱㅏﾡ'],
    ['ideographs that look like kana', '庭口工力二夕八卜千才'],
    ['arabic letters that are written for each other', 'أإآٱىيئؤةهکیگپچ'],
    ['scripts without spaces, and marks that are letters', 'ส\u0e31က\u093c\u093eก'],
    ['pictures, masks and signs', '🌳★♡○×°¡¿€£'],
    ['separators', '、。，；！？·•‐–—‘’´…«\u3000\u00a0'],
    ['what is not seen', '\u200b\u202e\u00ad\ufeff\u0301\u20dd\u{e0041}\ufe0f\u0000'],
    ['what breaks lines', '\n\t\r'],
  ])('%s', (_, characters) => {
    expect([...characters].map((character) => [character, said(character)])).toMatchSnapshot();
  });
});

it('the first and the last ideograph of each block, and their neighbours', () => {
  const characters = ['㐀', '䶿', '䷀', '一', '鿿', 'ꀀ', '\u{20000}', '\u{2a6df}', '\u{2a700}'];
  expect(characters.map(said)).toEqual([
    'letter 㐀 ideograph',
    'letter 䶿 ideograph',
    'letter ䷀ ideograph',
    'letter 一 ideograph',
    'letter 鿿 ideograph',
    'letter ꀀ alphabet',
    'letter \u{20000} ideograph',
    'letter \u{2a6df} ideograph',
    'letter \u{2a700} ideograph',
  ]);
});

it('ideographs that look like letters', () => {
  expect(['丨', '口', '乃', '庭'].map(said)).toEqual([
    'letter 丨|l|i ideograph',
    'letter 口|o|ろ ideograph',
    'letter 乃|b ideograph',
    'letter 庭 ideograph',
  ]);
});
