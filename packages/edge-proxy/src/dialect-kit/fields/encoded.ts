/**
 * Whether a text could be the bytes of a picture in any encoding. Every text of an upstream's answer, and every text in
 * a field without a role, is tested by this, beside the length and alphabet that its role allows.
 */
export function couldBeEncoded(text: string): boolean {
  return text.length >= SHORTEST && (hasMarkup(text) || holdsData(text));
}

/** Whether a text for people or models could be such bytes. Marks such as `<image>` count as words in it. */
export function holdsData(text: string): boolean {
  return text.length >= SHORTEST && (DATA_URI.test(text) || hasBytes(text));
}

/** Whether neighbouring texts could be pieces of one picture. */
export function couldBeEncodedTogether(texts: readonly string[]): boolean {
  const joined = texts.join('');
  if (hasMagic(joined) || hasMarkup(joined)) return true;
  // A text that equals its neighbours, or is a number, a hash, an id or a word, is not a piece of a picture.
  const pieces = withoutCounted([...new Set(texts)].filter((text) => !PLAIN_WORD.test(text))).join('');
  const random = Math.max(randomLetters(texts), isRandom(pieces) ? pieces.length : 0);
  return (
    random >= MOST_RANDOM_TOGETHER || (random >= MOST_RANDOM_ALONE && random >= joined.length * RANDOM_SHARE)
  );
}

/** A name that a client counts up, such as `k7` or `node_12`. */
const COUNTED = /^(\D{1,32})\d{1,4}$/;

/** The texts without those that are the commonest name followed by a number: they carry no more than the numbers do. */
function withoutCounted(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const name = COUNTED.exec(text)?.[1];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [commonest] = [...counts].toSorted(([, a], [, b]) => b - a);
  return commonest === undefined
    ? [...texts]
    : texts.filter((text) => COUNTED.exec(text)?.[1] !== commonest[0]);
}

const PLAIN_WORD = /^([\da-f:-]*|[A-Z]?[a-z_ ]*|[A-Z_ ]*)$/;

/** The fewest bytes of a picture: the smallest GIF has 26. */
const SHORTEST = 32;
const DATA_URI = /\bdata\s*:\s*[\w.+/-]*\s*[;,]/i;
const MARKUP =
  /(<|&lt;|%3c|\\u003c|\\x3c)\s*[?!/]?\s*(svg|img|image|picture|object|embed|iframe|script|style|link|html|body|video|audio|source|canvas|use|xml|doctype|foreignobject)\b/i;

function hasMarkup(text: string): boolean {
  return MARKUP.test(text);
}

function hasBytes(text: string): boolean {
  return (
    CONTROLS.test(text) ||
    SIGNS.test(text) ||
    ESCAPES.test(text) ||
    DIGITS.test(text) ||
    isUnbroken(text) ||
    hasMagic(text) ||
    randomLetters([text]) >= MOST_RANDOM
  );
}

// Bytes read as if each were a character: one of four is a control character, of which pasted text has one or two.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const CONTROLS = /([\x00-\x08\x0e-\x1f\x7f-\x9f][^\x00-\x08\x0e-\x1f\x7f-\x9f]{0,16}){6}/;
// Signs that belong to no language, one for every byte, such as braille.
const SIGNS = /[\u2800-\u28ff\p{Co}]{32}/u;
/** Sixteen or more bytes in a row, each written as `%89`, `\x89`, `\u0089`, `\211`, `&#137;` or `=89`. */
const ESCAPES = /((%|\\x|\\u00|=|0x)[\da-f]{2}[\s,]*){16}|(\\[0-3][0-7]{2}){16}|(&#x?[\da-f]{1,4};){16}/i;
/** Two dozen or more small numbers or fractions in a row, or pairs of hexadecimal digits. */
const DIGITS =
  /((?<![\d.])(\d{1,20}(\.\d{1,20})?|\.\d{1,20})[^\dA-Za-z.]{1,4}([A-Za-z]{1,2}[^\dA-Za-z.]{1,4})?){24}|(\b[\da-f]{2}[\s,;:|-]+){24}/i;
const HEX = /[\da-f]{80}/i;
/** The longest word of a text, a file name or a model name. */
const WORD = /[A-Za-z\d+/=]{160}/;

function isUnbroken(text: string): boolean {
  return WORD.test(text) || HEX.test(text) || HEX.test(compact(text));
}

/** White space and the separators of strings in a list, which a decoder would skip. */
function compact(text: string): string {
  return text.replace(/[\s"'`,;\\]+/g, '');
}

// The first letters of encoded PNG, JPEG, GIF, RIFF, TIFF, ISO media, SVG, XML, PDF, ZIP and gzip.
const MAGIC_LETTERS =
  /(iVBORw0KGgo|[/_]9j[/_]|R0lGOD|UklGR|SUkqA|TU0AK|nR5c|PHN2Z|PD94b|JVBERi|UEsDB|H4sI)[A-Za-z0-9+/_-]{24}/;
const MAGIC_HEX = /(89504e47|ffd8ff[de][\da-f]|47494638|52494646|3c737667|25504446)[\da-f]{32}/i;

function hasMagic(text: string): boolean {
  const letters = compact(text);
  return MAGIC_LETTERS.test(letters) || MAGIC_HEX.test(letters.replace(/[-:|]|0x/g, ''));
}

/** More letters in random-looking words than names and hashes have. */
const MOST_RANDOM = 96;
const MOST_RANDOM_TOGETHER = 600;
/** The limit where the text has little else. */
const MOST_RANDOM_ALONE = 160;
const RANDOM_SHARE = 0.3;
const TOKEN = /[A-Za-z0-9+/=_-]{12,}/g;
/** Base85 and similar encodings use all punctuation; addresses, paths and code use little of it. */
const DENSE = /[\x21-\x7e]{32,}/g;
const MOST_SIGNS = 10;
/** A run this long is comma-separated tags, code, or encoded bytes. */
const LONG_RUN = 160;
/**
 * The share of neighbouring letters of different kinds in alphabets of 36 letters and more; words have a smaller share.
 */
const DENSE_CHANGES = 0.25;

/** How many letters are in words that change between small letters, capitals and digits more often than names do. */
function randomLetters(texts: readonly string[]): number {
  let letters = 0;
  for (const text of texts) {
    for (const [token] of text.matchAll(TOKEN)) if (isRandom(token)) letters += token.length;
    for (const [token] of text.matchAll(DENSE)) if (isDense(token)) letters += token.length;
  }
  return letters;
}

/** In base64 of compressed bytes six of ten neighbours are of different kinds; in the names of models three. */
const RANDOM_CHANGES = 0.48;

function isDense(run: string): boolean {
  const signs = new Set(run.replace(/[A-Za-z\d]+/g, '')).size;
  return (signs > MOST_SIGNS || run.length >= LONG_RUN) && changesIn(run) >= DENSE_CHANGES;
}

/** Base32: capitals, and digits from 2 to 7. */
const BASE32 = /^(?=.*[2-7].*[2-7].*[2-7])[A-Z2-7]{20,}=*$/;

/** Zero bytes, frequent in headers and flat pictures, become runs of one capital among letters of other kinds. */
const ZEROS = /^(?=.*([A-Z])\1{3})(?=.*[a-z\d])[A-Za-z\d+/=_-]{12,}$/;

function isRandom(token: string): boolean {
  if (/^[\da-f-]+$/i.test(token)) return false;
  return BASE32.test(token) || ZEROS.test(token) || changesIn(token) >= RANDOM_CHANGES;
}

/** The share of neighbouring letters and digits that are of different kinds; 0 where there are few. */
function changesIn(token: string): number {
  let changes = 0;
  let pairs = 0;
  for (let at = 1; at < token.length; at++) {
    const [before, here] = [kindOf(token.charCodeAt(at - 1)), kindOf(token.charCodeAt(at))];
    if (before === 0 || here === 0) continue;
    pairs++;
    if (before !== here) changes++;
  }
  return pairs >= 8 ? changes / pairs : 0;
}

/** 0 for a sign, 1 for a digit, 2 for a capital, 3 for a small letter. */
function kindOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return 1;
  if (code >= 0x41 && code <= 0x5a) return 2;
  return code >= 0x61 && code <= 0x7a ? 3 : 0;
}
