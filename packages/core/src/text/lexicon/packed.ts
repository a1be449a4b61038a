import { type TermSet, withDetails } from '../match/term-set.ts';
import { type Trie, trieWriter } from '../match/trie.ts';
import { jamoOf } from '../read/hangul.ts';
import { asRole, asSeverity, type LexiconTerm, type TermRole, term } from './term-list.ts';

/**
 * A lexicon as `scripts/compile-lexicon.mjs` packs it: terms in the order of their folded form, so that the trie is
 * built in one pass, without sorting, and with no Unicode table but the few foldings in `folds`.
 */
export interface PackedLexicon {
  /**
   * The terms, each after a mark of {@link SHARED}: how many UTF-16 units it has in common with the term before. `*`
   * and `=` after a term have the meaning that they have in lists.
   */
  readonly terms: string;
  /** The index of each term's kind in `kinds`, as {@link readIndexes} reads it. */
  readonly kindOf: string;
  /** Role and severity, with a space between, one a line. */
  readonly kinds: string;
  /** One line for each folded form of characters: the form, a tab, the characters. */
  readonly folds: string;
}

/** A lexicon for matching. */
export interface Lexicon extends TermSet<LexiconTerm> {
  /** The roles that its terms have. */
  readonly roles: ReadonlySet<TermRole>;
}

/** The marks for 0, 1, 2 … shared units; no term contains one of them. */
export const SHARED = '!#%(),:;<>?@[]^_{|}~';

const ACCENTED = 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ';

/**
 * The characters of indexes 0, 1, 2 …: letters first, which are also frequent in terms, and none that needs an escape.
 */
export const INDEX_MARKS =
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#%&'()*+,-/:;<=>?@[]^_{|}~" +
  ACCENTED +
  ACCENTED.toLowerCase();

/** The character that repeats the index before. */
export const SAME_INDEX = '.';

/** Indexes, one character each: one of {@link INDEX_MARKS}, or {@link SAME_INDEX}. */
export function readIndexes(written: string): Uint8Array {
  const byCharacter = new Map(Array.from(INDEX_MARKS, (mark, index) => [mark, index]));
  const indexes = new Uint8Array(written.length);
  let index = 0;
  for (let at = 0; at < written.length; at++) {
    const character = written.charAt(at);
    if (character !== SAME_INDEX) index = byCharacter.get(character) ?? 0;
    indexes[at] = index;
  }
  return indexes;
}

/** A Hangul syllable has three letters. */
const MOST_SYMBOLS_A_UNIT = 3;
const LETTER_A = 0x61;
const LETTER_Z = 0x7a;

/** Unpacks a lexicon; the text of a term is decoded when it is needed. */
export function unpackLexicon(packed: PackedLexicon): Lexicon {
  const size = packed.kindOf.length;
  const kinds = packed.kinds.split('\n').map((line) => {
    const [role = '', severity] = line.split(' ');
    return { role: asRole(role), severity: asSeverity(Number(severity)) };
  });
  const kindOf = readIndexes(packed.kindOf);
  const { trie, offsets } = readTerms(packed);
  const shared = (index: number) => SHARED.indexOf(packed.terms[offsets[index] ?? 0] ?? '');
  const rest = (index: number) => packed.terms.slice((offsets[index] ?? 0) + 1, offsets[index + 1]);
  const written = (index: number) => {
    let text = rest(index);
    let missing = shared(index);
    for (let before = index - 1; missing > 0; before--) {
      const held = shared(before);
      if (held >= missing) continue;
      text = rest(before).slice(0, missing - held) + text;
      missing = held;
    }
    return text.endsWith('=') ? `=${text.slice(0, -1)}` : text;
  };
  const decoded = (index: number) => {
    const kind = kinds[kindOf[index] ?? kinds.length];
    if (!kind) throw new RangeError(`The lexicon has no term ${index}.`);
    return term(written(index), kind.role, kind.severity);
  };
  // A prompt may have one term a thousand times.
  const terms = new Map<number, LexiconTerm>();
  return {
    ...withDetails({
      size,
      trie,
      term(index) {
        const known = terms.get(index) ?? decoded(index);
        terms.set(index, known);
        return known;
      },
    }),
    roles: new Set(kinds.map(({ role }) => role)),
  };
}

/** The trie of the packed terms, and the offset of each in the packed text. */
function readTerms({ terms, kindOf, folds }: PackedLexicon): { trie: Trie; offsets: Int32Array } {
  const sharedBy = new Int8Array(128).fill(-1);
  for (let shared = 0; shared < SHARED.length; shared++) sharedBy[SHARED.charCodeAt(shared)] = shared;
  const readings = readFolds(folds);
  const writer = trieWriter(terms.length * MOST_SYMBOLS_A_UNIT, kindOf.length);
  const offsets = new Int32Array(kindOf.length + 1);
  /** The number of symbols of a term's first units. */
  const depths = new Uint8Array(256);
  let index = -1;
  let length = 0;
  for (let at = 0; at < terms.length; at++) {
    const unit = terms.charCodeAt(at);
    if (unit >= LETTER_A && unit <= LETTER_Z) {
      depths[++length] = writer.add(unit);
      continue;
    }
    const shared = unit < 128 ? (sharedBy[unit] ?? -1) : -1;
    if (shared >= 0) {
      if (index >= 0) writer.end(index);
      offsets[++index] = at;
      length = shared;
      writer.begin(depths[shared] ?? 0);
    } else {
      let depth = depths[length] ?? 0;
      const reading = readings.get(unit) ?? jamoOf(unit);
      if (reading.length === 0 && !readings.has(unit)) depth = writer.add(unit);
      for (const symbol of reading) depth = writer.add(symbol);
      depths[++length] = depth;
    }
  }
  writer.end(index);
  offsets[kindOf.length] = terms.length;
  return { trie: writer.trie(), offsets };
}

function readFolds(folds: string): Map<number, readonly number[]> {
  const readings = new Map<number, readonly number[]>();
  for (const line of folds.split('\n')) {
    const [reading = '', characters = ''] = line.split('\t');
    const symbols = Array.from(reading, (symbol) => symbol.charCodeAt(0));
    for (const character of characters) readings.set(character.charCodeAt(0), symbols);
  }
  return readings;
}
