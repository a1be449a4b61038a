const PUNCTUATION = '!?.,;:-_+=*#\'"/\\|@$%&~^`';

/** Prompts of a given length that are expensive for the rules, by their contents. */
export const WORST_CASES: Readonly<Record<string, (length: number) => string>> = {
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

function filled(piece: string): (length: number) => string {
  return (length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}
