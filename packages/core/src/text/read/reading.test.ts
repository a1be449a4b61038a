import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold, LETTER } from './fold.ts';
import { emptyReading, type Reading, read } from './reading.ts';
import { ALPHABET } from './scripts.ts';

const units = fc.constantFrom(...'aabI lꙮ..**!1\n-(é\u0301\u200bがﾞか\u3099カ정#,ßﬀ🌳\ufdfa');
const texts = fc.array(units, { maxLength: 40 }).map((all) => all.join(''));

/** The content of a reading, without its buffers. */
function said({ length, ambiguous: _, repeats: __, row: ___, ...arrays }: Reading) {
  return Object.entries(arrays).map(([name, values]) => [name, ...values.slice(0, length)]);
}

it('reads every character the second time as the first time', () => {
  const reading = emptyReading();
  const different: string[] = [];
  for (let code = 0x80; code < 0x10000; code++) {
    const character = String.fromCharCode(code);
    const [first, , second] = [`b${character} b`, character, `b${character} b`].map((text) => {
      read(text, reading);
      return JSON.stringify(said(reading));
    });
    if (first !== second) different.push(character);
  }
  expect(different).toEqual([]);
});

it('uses no shortcut for a letter that has another reading in context', () => {
  for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHJKLMNOPQRSTUVWXYZ') {
    const symbols = [letter.toLowerCase().charCodeAt(0)];
    const expected = { kind: LETTER, symbols, others: [], script: ALPHABET, gap: 0 };
    expect(fold(letter.charCodeAt(0))).toEqual(expected);
  }
});

it('keeps nothing of the previous text', () => {
  fc.assert(
    fc.property(texts, texts, (before, text) => {
      const used = emptyReading();
      read(before, used);
      read(text, used);
      const fresh = emptyReading();
      read(text, fresh);
      expect(said(used)).toEqual(said(fresh));
    }),
  );
});

it('frees the memory of a very long text, and continues to read', () => {
  const reading = emptyReading();
  read('1!'.repeat(200_000), reading);
  expect(reading.kind.length).toBeGreaterThan(400_000);
  read('a gardenn', reading);
  expect(reading.kind.length).toBeLessThan(10_000);
  const fresh = emptyReading();
  read('a gardenn', fresh);
  expect(said(reading)).toEqual(said(fresh));
});

it('has every symbol of characters that expand to many', () => {
  const reading = emptyReading();
  read(`${'\ufdfa'.repeat(100)} garden`, reading);
  expect(String.fromCharCode(...reading.symbol.slice(reading.length - 6, reading.length))).toBe('garden');
  expect(reading.start[reading.length - 1]).toBe(106);
});

it('has the end of each run of one symbol, including signs between and separators', () => {
  const runs = (text: string) => {
    const reading = emptyReading();
    read(text, reading);
    return Array.from(reading.runEnd.slice(0, reading.length));
  };
  expect(runs('baaad')).toEqual([1, 4, 4, 4, 5]);
  expect(runs('a a ab')).toEqual([2, 2, 3, 4]);
  expect(runs('f*f*u')).toEqual([3, 2, 3, 4, 5]);
  expect(runs('**#')).toEqual([2, 2, 3]);
});

/** A unit in a form that a snapshot can hold: a lone surrogate is not text. */
function name(unit: number): string {
  if (unit === 0) return '?';
  return (unit & 0xf800) === 0xd800 ? unit.toString(16) : String.fromCharCode(unit);
}

/** Each item: its readings, typed span, the gap before it (bits and size), and its flags. */
function items(text: string): string[] {
  const reading = emptyReading();
  read(text, reading);
  const { symbol, others, kind, start, end, gap, gapLength, flags, runEnd, length } = reading;
  return Array.from({ length }, (_, at) => {
    const readings = [symbol[at] ?? 0, ...(others[at] ?? [])].map((unit) => name(unit));
    const marks = ['first', 'last', 'alone', 'bracket', 'inside'].filter(
      (_, bit) => (flags[at] ?? 0) & (1 << bit),
    );
    const before = gap[at] ? ` gap ${gap[at]}×${gapLength[at]}` : '';
    return `${readings.join('|')} kind ${kind[at]} ${start[at]}–${end[at]}${before} run to ${runEnd[at]}: ${marks.join(' ')}`;
  });
}

it.each([
  'a gardenn',
  'G4rd3n!',
  'g - a--r.d, e',
  'b  a',
  'a',
  'ab c d',
  'f*f*u**',
  'll1l!l',
  '(rate',
  'é\u0301 x\u200by',
  'カ\u3099ｶﾞ は\u309a a\u3099',
  '정원 ㅈㅓ',
  '🌳🌳 ß\ufdfa',
  'a\nb',
  'III lll',
])('reads %j', (text) => {
  expect(items(text)).toMatchSnapshot();
});
