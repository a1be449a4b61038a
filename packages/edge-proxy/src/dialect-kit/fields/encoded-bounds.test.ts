import { describe, expect, it } from 'vitest';
import { couldBeEncoded, couldBeEncodedTogether, holdsData } from './encoded.ts';

/** Words after each encoded text, long enough for every minimum. */
const WORDS = 'some plain words that say little, ';
const [CONTROL, BRAILLE] = ['\u0001', '\u2801'];
const letter = (at: number) => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(at) % 26] ?? '';
/** Twelve letters of which each two neighbours are of different kinds. */
const random = (at: number) => `gH1iJ2kL3${letter(at)}${letter(at / 26).toUpperCase()}4`;
const randoms = (count: number) => Array.from({ length: count }, (_, at) => random(at));
/** 32 printable letters with eleven kinds of signs, and no run of twelve letters and digits. */
const DENSE = 'gH!"iJ#kL$mN%oP&qR(sT)uV*wX,yZ;g';

describe('the minimum of each encoding that could be a picture', () => {
  it.each([
    ['a data URI', `data:image/png;base64,${'x'.repeat(10)}`, `data:image/png;base64,${'x'.repeat(9)}`],
    ['markup', `<img src=${'x'.repeat(23)}`, `<img src=${'x'.repeat(22)}`],
    [
      'control characters',
      `${CONTROL}${'a b '.repeat(4)}`.repeat(6),
      `${CONTROL}${'a b '.repeat(4)}`.repeat(5),
    ],
    [
      'control characters near each other',
      `${CONTROL}${'a b '.repeat(4)}`.repeat(6),
      `${CONTROL}${'a b '.repeat(4)}c`.repeat(6),
    ],
    ['signs for bytes', WORDS + BRAILLE.repeat(32), WORDS + BRAILLE.repeat(31)],
    ['letters of no script', WORDS + '\ue000'.repeat(32), WORDS + '\ue000'.repeat(31)],
    ['percent signs', WORDS + '%8f'.repeat(16), WORDS + '%8f'.repeat(15)],
    ['escapes by two digits', WORDS + '\\x8F'.repeat(16), WORDS + '\\x8F'.repeat(15)],
    ['escapes by four digits', WORDS + '\\u008f'.repeat(16), WORDS + '\\u008f'.repeat(15)],
    ['octal escapes', WORDS + '\\211'.repeat(16), WORDS + '\\211'.repeat(15)],
    ['character references', WORDS + '&#x8f;'.repeat(16), WORDS + '&#x8f;'.repeat(15)],
    ['quoted printable', WORDS + '=8F'.repeat(16), WORDS + '=8F'.repeat(15)],
    ['numbers of C', WORDS + '0x8f, '.repeat(16), WORDS + '0x8f, '.repeat(15)],
    ['small numbers', WORDS + '7, '.repeat(24), WORDS + '7, '.repeat(23)],
    ['fractions', WORDS + '0.25 '.repeat(24), WORDS + '0.25 '.repeat(23)],
    ['fractions without a nought', WORDS + '.25; '.repeat(24), WORDS + '.25; '.repeat(23)],
    ['pairs of digits', WORDS + 'a7:'.repeat(24), WORDS + 'a7:'.repeat(23)],
    ['hexadecimal digits', 'a7f3'.repeat(20), 'a7f3'.repeat(19)],
    ['hexadecimal digits in lines', 'a7f30\n'.repeat(16), 'a7f30\n'.repeat(15)],
    ['letters without a break', 'x'.repeat(160), 'x'.repeat(159)],
    ['letters and digits without a break', 'xxxxx777+='.repeat(16), 'xxxxx777+='.repeat(15)],
    ['random words', randoms(8).join(' '), [...randoms(6), `${random(6)}gH1iJ2kL3mN`].join(' ')],
    ['random words of twelve letters', randoms(8).join(' '), Array(20).fill('gH1iJ2kL3mN').join(' ')],
    [
      'Base32',
      Array(5).fill('ABCDEFGHIJKLMNOPQ234').join(' '),
      Array(6).fill('ABCDEFGHIJKLMNOP234').join(' '),
    ],
    [
      'Base32 with three digits',
      Array(5).fill('ABCDEFGHIJKLMNOPQ234===').join(' '),
      Array(5).fill('ABCDEFGHIJKLMNOPQR23===').join(' '),
    ],
    ['runs of zero', Array(8).fill('xAAAAxxxxxxx').join(' '), Array(8).fill('xAAAxxxxxxxx').join(' ')],
    ['all signs there are', Array(3).fill(DENSE).join(' '), Array(4).fill(DENSE.slice(0, 31)).join(' ')],
    ['eleven signs', Array(3).fill(DENSE).join(' '), Array(3).fill(DENSE).join(' ').replaceAll(';', '!')],
    ['a long run with a few signs', 'gZ1.'.repeat(40), 'gZ1.'.repeat(39)],
    ['a long run of changing letters', 'gggZZ.'.repeat(27), 'gggggggggZZ.'.repeat(14)],
    [
      'words that change in 12 of 25 places',
      Array(4)
        .fill(`${'gZ'.repeat(6)}${'g'.repeat(14)}`)
        .join(' '),
      Array(4)
        .fill(`${'gZ'.repeat(6)}${'g'.repeat(15)}`)
        .join(' '),
    ],
    [
      'words of nine letters with signs',
      Array(8).fill('gH1iJ2kL3---').join(' '),
      Array(9).fill('gH1iJ2kL----').join(' '),
    ],
  ])('%s', (_, could, could_not) => {
    expect([couldBeEncoded(could), couldBeEncoded(could_not)]).toEqual([true, false]);
  });

  it.each([
    'iVBORw0KGgo',
    '/9j/',
    '_9j_',
    'R0lGOD',
    'UklGR',
    'SUkqA',
    'TU0AK',
    'nR5c',
    'PHN2Z',
    'PD94b',
    'JVBERi',
    'UEsDB',
    'H4sI',
  ])('base64 that begins with %s, as files do', (magic) => {
    const text = (length: number) => `${WORDS}${magic}${'x'.repeat(length)}`;
    expect([24, 23].map((length) => couldBeEncoded(text(length)))).toEqual([true, false]);
    const quoted = `${WORDS}"${magic}${'x'.repeat(12)}",\n"${'x'.repeat(12)}"`;
    expect([couldBeEncoded(quoted), couldBeEncodedTogether([magic, 'x'.repeat(24)])]).toEqual([true, true]);
  });

  it.each(['89504e47', 'FFD8FFE0', 'ffd8ffdb', '47494638', '52494646', '3c737667', '25504446'])(
    'hexadecimal digits that begin with %s',
    (magic) => {
      const text = (length: number) => `${WORDS}${magic}${'a7'.repeat(length)}`;
      expect([couldBeEncoded(text(16)), couldBeEncoded(text(15.5))]).toEqual([true, false]);
      const pairs = `${magic}${'a7'.repeat(16)}`.replace(/../g, '$&-');
      expect(couldBeEncoded(pairs)).toBe(true);
    },
  );

  it.each(
    `svg img image picture object embed iframe script style link html body video audio source canvas use xml doctype
      foreignobject`.split(/\s+/),
  )('markup by the mark %s', (mark) => {
    const texts = [
      `< ${mark} a="b">`,
      `</${mark}>`,
      `<!${mark}>`,
      `&lt;${mark}&gt;`,
      `%3C${mark}%3E`,
      `\\u003c${mark}`,
    ];
    expect(texts.map((text) => couldBeEncoded(WORDS + text))).toEqual(texts.map(() => true));
    // In prose a mark is an ordinary word.
    expect(texts.map((text) => holdsData(WORDS + text))).toEqual(texts.map(() => false));
    expect(couldBeEncoded(`${WORDS}<${mark}s>`)).toBe(false);
  });
});

describe('the minimum of neighbouring texts that could be one picture', () => {
  /** A text that is no piece of a picture, so that it is only a part of the whole. */
  const plain = (length: number) => 'plain words '.repeat(1_000).slice(0, length);

  it('are 600 random letters among any others', () => {
    const beside = plain(6_000);
    expect(couldBeEncodedTogether([...randoms(50), beside])).toBe(true);
    expect(couldBeEncodedTogether([...randoms(49), beside])).toBe(false);
  });

  it('are 160 random letters if they are 30 % of all letters', () => {
    const letters = randoms(14);
    expect(couldBeEncodedTogether([...letters, plain(392)])).toBe(true);
    expect(couldBeEncodedTogether([...letters, plain(393)])).toBe(false);
    expect(couldBeEncodedTogether([...randoms(13), 'gH1i'])).toBe(true);
    expect(couldBeEncodedTogether([...randoms(13), 'gH1'])).toBe(false);
  });

  it('are one mark, or the magic bytes of one file', () => {
    expect(couldBeEncodedTogether(['<im', 'g src=a>'])).toBe(true);
    expect(couldBeEncodedTogether(['a', 'b'])).toBe(false);
  });
});
