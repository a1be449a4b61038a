import { lexiconTerms } from '@shoji/core/text';
import { isCategory } from '@shoji/core/vocabulary';

const DOLLAR = '$';
const PUNCTUATION = '!?.,;:-_+=*#\'"/\\|@$%&~^`';

type Kinds = Readonly<Record<string, (length: number) => string>>;

const CHARACTERS: Kinds = {
  words: filled('a dog runs over a green meadow in the sun, '),
  'nested brackets': (length) => `${'('.repeat(length / 2 - 1)}a${')'.repeat(length / 2)}`,
  'alternations that touch': filled('[a|b]'),
  'alternations apart': filled('{red|blue} car in a street, '),
  'schedules of many moments': (length) =>
    Array.from({ length: length / 16 }, (_, index) => `[a:b:${(index / length).toFixed(4)}] cat `).join(''),
  variables: (length) => filled(`${'$'}{x=a}${'$'}{x} `)(length),
  'all punctuation': (length) =>
    Array.from({ length }, (_, index) => PUNCTUATION[(index * index + index * 7) % PUNCTUATION.length]).join(
      '',
    ),
  'all of ASCII': (length) =>
    Array.from({ length }, (_, index) =>
      String.fromCharCode(0x20 + ((index * index + index * 31) % 95)),
    ).join(''),
  masks: filled('*'),
  'letters and masks': filled('s*h_'),
  'ambiguous signs': filled('$1'),
  'letters that are signs': filled('Il1|!'),
  'joined letters': filled('s_'),
  'letters apart': filled('s h e e '),
  digits: filled('4550'),
  'letters twice': filled('annals rapping gaarddenn '),
  'commas inside of words': filled('s,h,e,e,p '),
  'initials and ampersands': filled('B&W s_x T_T '),
  'words with one mark': filled('bare_back sun-flower pen,is '),
  cyrillic: filled('группа рока в сером саду, '),
  'cyrillic for Latin': filled('а ѕсеne аt ѕеа '),
  turkish: filled('şişe ve sıkışık bir sokak '),
  vietnamese: filled('cây thông trong tuyết '),
  greek: filled('ένα ποτάμι στο δάσος '),
  devanagari: filled('नदी के पास एक पेड़ '),
  hebrew: filled('עץ ליד הנהר '),
  ideographs: filled('猫'),
  'Chinese sentences': filled('花园里的妈妈和一只小猫，'),
  'Japanese sentences': filled('庭で遊ぶ猫と、かわいい花。'),
  'Korean sentences': filled('정원에서 노는 조종사와 고양이 '),
  hangul: filled('각'),
  kana: filled('カーか'),
  thai: filled('กา'),
  arabic: filled('الكلب'),
  ligatures: filled('\ufdfa'),
  accents: filled('e\u0301\u0300\u0301'),
  'marks over marks': filled('a\u0301\u0327\u0323 o\u0308'),
  pictures: filled('🌳'),
  'pictures that are joined': filled('👩\u200d🚀🏽 '),
  'character references': filled('&#97;'),
  'number signs': filled('# a\n'),
  'brackets of networks': filled('<a'),
  'words that could be base64': filled('Z2FyZGVu '),
  'hexadecimal numbers': filled('6d61 '),
  'tag characters': filled('\u{e0061}\u{e0062}'),
  'variation selectors': filled('\u{e0151}\u{e0152}'),
  'Morse code': filled('.- -. '),
};

/** The syntax of prompts, of each server. */
const SYNTAX: Kinds = {
  'options that are picked together': filled(`{2${DOLLAR}${DOLLAR}a|b}`),
  'options that are picked together, apart': filled(
    `{1-2${DOLLAR}${DOLLAR} and ${DOLLAR}${DOLLAR}red|blue} car in a street, `,
  ),
  'schedules that touch': filled('[a:b:0.5]'),
  'schedules apart': filled('[red:blue:0.5] car in a street, '),
  'alternations of words that touch': filled('{red|blue} '),
  'weighted options': filled('{0.5::red|2::blue} car '),
  'nested alternations': filled('{a|{b|c}} '),
  'nested alternations apart': filled('{a|{b|c}} and some words far away from here, '),
  'open choices': filled('{a|'),
  networks: filled('<lora:style:0.8> '),
  wildcards: filled('__color__ '),
  emphasis: filled('(red:1.2) ((car)) '),
  JSON: filled('{"prompt":"a dog","n":1},'),
  'escaped brackets': filled('\\(a\\) '),
  'variables that are never closed': filled(`${DOLLAR}{x`),
  'options that are picked together, with a listed word': filled(`{2${DOLLAR}${DOLLAR}dog|b} `),
  'undefined variables': filled(`${DOLLAR}{x} `),
  'variables in variables': filled(`${DOLLAR}{x=a${DOLLAR}{y}} ${DOLLAR}{y=b} `),
  'variables, comments and choices': filled(`${DOLLAR}{x=a} # {a|b} ${DOLLAR}{x}\n{c|d} [e:f:1] `),
  'every syntax and encoding': filled(
    `${DOLLAR}{x=a} # {a|b} &#97; %61 .- -. -.. |< Z2FyZGVu ${DOLLAR}{x}\n`,
  ),
  options: filled('--ar 16:9 --no hats '),
  operators: filled('a cat AND a dog BREAK '),
};

/** Ways to write letters. */
const DISGUISED: Kinds = {
  leetspeak: filled('h3ll0 w0r1d 5h33p '),
  'signs for letters': filled('@$$!+ '),
  'brackets and signs': filled('(<[{|!1$@+'),
  'masks between letters': filled('g*rd*n s*n '),
  'masks and signs': filled('a*$*'),
  'letters drawn by two': filled('phvv'),
  'drawn letters': filled('|<ing '),
  strokes: filled('/\\/\\'),
  escapes: filled('%61%62 '),
  'Unicode escapes': filled('\\u0061'),
  'a text in base64': (length) =>
    btoa('a garden with a dog in the sun. '.repeat(length / 32)).slice(0, length),
  'words in base64': filled('YSBnYXJkZW4gd2l0aCBhIGRvZw== '),
  'bytes as binary numbers': filled('01100001 01100010 01100011 '),
  'zero-width characters': filled('a\u200b'),
  'directions of writing': filled('\u202eab\u202c '),
  'full width': filled('ｆｕｌｌ　ｗｉｄｔｈ　'),
  'mathematical letters': filled('𝓰𝓪𝓻𝓭𝓮𝓷 𝔤𝔞𝔯𝔡𝔢𝔫 '),
  'letters in circles': filled('ⓖⓐⓡ🅓🅔'),
  'many accents': filled('z\u0301\u0302\u0303\u0304\u0305\u0306 '),
  homoglyphs: filled('ѕеа οf сυр '),
};

/** Constructs that people repeat. */
const LISTS: Kinds = {
  ages: filled('12 years old, '),
  'ages of adults': filled('a 30 year old man '),
  'ages in words': filled('twenty five years '),
  'Japanese ages': filled('30歳'),
  'Korean ages': filled('이십오살'),
  'Thai ages': filled('ยี่สิบห้าปี'),
  'Hindi ages': filled('१२ साल '),
  grades: filled('sixth grade '),
  numbers: filled('12 '),
  negations: filled('no hats, not a cat, without cars, '),
  'negations alone': filled('not '),
  quotations: filled('a sign that reads "dogs", '),
  'quotation marks': filled('"\''),
  commas: filled(', '),
  tags: filled('1girl, blue_eyes, long_hair, looking_at_viewer, '),
  underscores: filled('_'),
  'line ends': filled('a\r\nb\n'),
  'picture quality': filled('worst quality, blurry, bad anatomy, '),
};

/** Other scripts, mixtures, and many different characters. */
const SCRIPTS: Kinds = {
  bengali: filled('নদীর ধারে একটি গাছ '),
  tamil: filled('ஆற்றின் அருகே ஒரு மரம் '),
  georgian: filled('ხე მდინარესთან '),
  armenian: filled('ծառ գետի մոտ '),
  amharic: filled('ዛፍ በወንዝ አጠገብ '),
  khmer: filled('ដើមឈើនៅក្បែរទន្លេ'),
  burmese: filled('မြစ်အနီးရှိသစ်ပင်'),
  jamo: filled('ㄱㅏㄴ'),
  'half-width kana': filled('ｶﾞｷﾞｸﾞ'),
  'flags and keys': filled('🇯🇵🇫🇷1\ufe0f\u20e3'),
  'scripts beside each other': filled('cat猫котقطแมว고양이ネコ'),
  'different ideographs': (length) => different(length, 0x4e00, 0x51a5),
  'different syllables': (length) => different(length, 0xac00, 0x2ba3),
  'different characters': (length) => different(length, 0x21, 0xd7d0),
  'different characters beyond the first plane': (length) => different(length, 0x10000, 0x9c40),
};

/** Listed words. */
const LISTED: Kinds = {
  'listed words': (length) => listed(length, () => true, ' '),
  'listed words and commas': (length) => listed(length, () => true, ', '),
  'the gravest listed words': (length) => listed(length, ({ severity }) => severity === 4, ' '),
  'listed words without spaces': (length) => listed(length, ({ language }) => language === 'zh', ''),
  'words for minors': (length) =>
    listed(length, ({ role }) => role === 'minor' || role === 'beside-minor', ' '),
  'harmless words with listed ones in them': (length) =>
    listed(length, ({ role }) => role === 'exception', ' '),
  'negated listed words': (length) => listed(length, ({ severity }) => severity < 3, ' and no '),
  'words of concepts': (length) => listed(length, ({ role }) => !isCategory(role), ' '),
  'listed Japanese words': (length) => listed(length, ({ language }) => language === 'ja', ''),
  'listed Korean words': (length) => listed(length, ({ language }) => language === 'ko', ' '),
  'listed Thai words': (length) => listed(length, ({ language }) => language === 'th', ''),
  'listed English words': (length) => listed(length, ({ language }) => language === 'en', ' '),
  'listed words in ROT13': (length) => rot13(listed(length, ({ language }) => language === 'en', ' ')),
  'listed words in reverse': (length) =>
    Array.from(listed(length, ({ language }) => language === 'en', ' '))
      .reverse()
      .join(''),
  'listed words that are disguised': (length) =>
    listed(length, ({ language }) => language === 'en', ' ')
      .replaceAll('a', '@')
      .replaceAll('e', '3'),
  'listed words with accents': (length) =>
    listed(length, ({ language }) => language === 'en', ' ')
      .replaceAll('a', 'á')
      .replaceAll('e', 'ê'),
  'listed words as options': (length) => listed(length, ({ language }) => language === 'en', '|x} {'),
  'a few listed words and many negations': (length) =>
    listed(length, ({ severity }) => severity < 3, ' is in a sentence without any other listed word, '),
  garments: filled('no dress, without clothes, wearing nothing, '),
};

/** Prompts of a given length that are expensive for the rules, by their contents. */
export const WORST_CASES: Kinds = { ...CHARACTERS, ...SYNTAX, ...DISGUISED, ...LISTS, ...SCRIPTS, ...LISTED };

function filled(piece: string): (length: number) => string {
  return (length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCharCode((code | 0x20) < 0x6e ? code + 13 : code - 13);
  });
}

/** Characters that differ, from a code point on. */
function different(length: number, from: number, count: number): string {
  let text = '';
  for (let at = 0; text.length < length; at++) text += String.fromCodePoint(from + (at % count));
  return text.slice(0, length);
}

/** The terms of the lexicon that `isWanted` selects, in their order. */
function listed(
  length: number,
  isWanted: (term: ReturnType<typeof lexiconTerms>[number]) => boolean,
  separator: string,
): string {
  const terms = lexiconTerms().filter(isWanted);
  let text = '';
  for (let at = 0; text.length < length; at++) text += `${terms[at % terms.length]?.text}${separator}`;
  return text.slice(0, length);
}
