/** The ways people hide a word, each a function of the word and a source of chance. */
export type Disguise = (word: string, random: () => number) => string;

const LEET: Record<string, string> = {
  a: '4@',
  b: '8',
  e: '3',
  g: '9',
  i: '1!',
  l: '1|',
  o: '0',
  s: '5$',
  t: '7+',
  z: '2',
};
const LOOKALIKES: Record<string, string> = {
  a: 'аɑα',
  b: 'ЬƄ',
  c: 'сϲ',
  d: 'ԁ',
  e: 'еҽ',
  f: 'ғ',
  g: 'ɡ',
  h: 'һ',
  i: 'іɩ',
  j: 'ј',
  k: 'кκ',
  l: 'ӏⅼ',
  m: 'м',
  n: 'ո',
  o: 'оοօ',
  p: 'рρ',
  q: 'ԛ',
  r: 'г',
  s: 'ѕ',
  t: 'т',
  u: 'υս',
  v: 'ѵν',
  w: 'ԝ',
  x: 'хχ',
  y: 'уγ',
  z: 'ᴢ',
};
const ZERO_WIDTH = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad'];
const ACCENTS = ['\u0300', '\u0301', '\u0302', '\u0303', '\u0308', '\u030a', '\u0323', '\u0336'];
const PUNCTUATION = ['.', '-', '_', '*', '/', '~', '\u00b7', ','];

const pick = <Item>(items: ArrayLike<Item>, random: () => number): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('Nothing to pick from.');
  return item;
};
const isLetter = (character: string): boolean => /\S/.test(character);
const perLetter = (word: string, change: (letter: string) => string): string =>
  [...word].map(change).join('');
const between = (word: string, separator: () => string): string =>
  [...word]
    .map((letter, index) =>
      isLetter(letter) && isLetter(word[index - 1] ?? ' ') ? separator() + letter : letter,
    )
    .join('');

/** A place between two letters. */
const inside = (word: string, random: () => number): number => 1 + Math.floor(random() * (word.length - 1));

/** Disguises of every letter, of one place, and `mixture`: two of them on one word. */
export const DISGUISES: Record<string, Disguise> = {
  leet: (word, random) => perLetter(word, (letter) => pick(LEET[letter] ?? letter, random)),
  homoglyphs: (word, random) =>
    perLetter(word, (letter) => (random() < 0.7 ? pick(LOOKALIKES[letter] ?? letter, random) : letter)),
  'zero-width': (word, random) => between(word, () => pick(ZERO_WIDTH, random)),
  spacing: (word) => between(word, () => ' '),
  punctuation: (word, random) => {
    const mark = pick(PUNCTUATION, random);
    return between(word, () => mark);
  },
  repeats: (word, random) =>
    perLetter(word, (letter) => (isLetter(letter) ? letter.repeat(1 + Math.floor(random() * 4)) : letter)),
  'one mark': (word, random) => {
    const at = inside(word, random);
    return word.slice(0, at) + pick(PUNCTUATION, random) + word.slice(at);
  },
  'one letter twice': (word, random) => {
    const at = inside(word, random);
    return word.slice(0, at) + word.slice(at - 1);
  },
  diacritics: (word, random) =>
    perLetter(word, (letter) => (isLetter(letter) ? letter + pick(ACCENTS, random) : letter)),
  'full width': (word) =>
    perLetter(word, (letter) =>
      /[!-~]/.test(letter) ? String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0) : letter,
    ),
  mixture: (word, random) => {
    const spelled = pick(['leet', 'homoglyphs', 'repeats', 'full width'], random);
    const spread = pick(['zero-width', 'punctuation', 'spacing', 'diacritics'], random);
    const once = DISGUISES[spelled]?.(word, random) ?? word;
    return DISGUISES[spread]?.(once, random) ?? once;
  },
};
