import { GAP_JOINER, GAP_SPACE, GAP_STOP } from '../read/fold.ts';
import {
  ALONE,
  DIGIT,
  emptyReading,
  INSIDE,
  LETTER,
  MASK,
  type Reading,
  read,
  SOFT,
} from '../read/reading.ts';
import { ALPHABET } from '../read/scripts.ts';
import { startsWord } from './boundaries.ts';
import { fits } from './fits.ts';
import type { MatcherTerm, Path } from './term.ts';
import { type TermSet, termSet } from './term-set.ts';
import { LONGEST_WORD, ROOT, step } from './trie.ts';
import { type TypedText, typedText } from './typed-text.ts';

/** A term found in a text: `term` is its index among the terms, `start` and `end` are UTF-16 offsets of the text as typed. */
export interface Match {
  readonly term: number;
  readonly start: number;
  readonly end: number;
}

/** Finds a fixed list of terms in texts. */
export interface Matcher {
  /**
   * Every term in `text`, in no particular order, each span once; with `plain`, only terms that are not disguised.
   * @param isFurther The text is another view of the one before: it continues with the budget that is left.
   * @param exact The least length of a term that counts, if only terms typed exactly as listed count; 0 if all do.
   */
  match(text: string, plain?: boolean, isFurther?: boolean, exact?: number): Match[];
  /** The reading of the last text, until the next is matched. */
  readonly reading: Reading;
  /** The steps in the tries for the last text. */
  readonly steps: number;
}

/** Called where the budget of a text is spent; what follows is matched as typed only, unless it throws. */
export type OnSpent = () => void;

/** Most separators between two letters of one split word. */
const WIDEST_GAP = 4;
/** Most masked letters in a word, and most signs skipped between two letters. */
const MOST_MASKS = 3;
const MOST_SKIPS = 4;
/**
 * The budget of steps: for one start, and for all starts of a text, as a constant plus an average for each symbol. All
 * further views of the text share the constant once more, with a lower average. None of 74,000 labelled prompts reaches
 * it. Beyond it, words are matched as typed, without disguises.
 */
const PATIENCE = 2_000;
const PATIENCE_BESIDES = 32_000;
const PATIENCE_PER_SYMBOL = 4;
const PATIENCE_PER_FURTHER_SYMBOL = 2;
/** A step that begins in a row of so many ASCII signs counts a part: comics have such rows (`@#$%&!`), and drawings. */
const ROW_OF_SIGNS = /[!-/:-@[-`{-~]{12}/y;
const ROW_DISCOUNT = 4;
const VOWELS = [0x61, 0x65, 0x69, 0x6f, 0x75];

/** Finds terms in texts. */
export function createMatcher(terms: readonly MatcherTerm[], onSpent?: OnSpent): Matcher {
  return createSetMatcher([termSet(terms)], onSpent);
}

/**
 * A matcher of compiled sets of terms; indexes continue from one set to the next. A text is read once. From each item
 * where a word can start, a set's trie is walked along every reading of every character, for at most the length of the
 * longest term: linear in the text.
 */
export function createSetMatcher(sets: readonly TermSet<MatcherTerm>[], onSpent?: OnSpent): Matcher {
  const reading = emptyReading();
  const searches = sets.map((set) => search(set, reading, onSpent));
  const unique = uniqueOf(sets.reduce((sum, { size }) => sum + size, 0));
  return {
    reading,
    match(text, plain = false, isFurther = false, exact = 0) {
      read(text, reading);
      const typed = typedText(text);
      let before = 0;
      const found = sets.flatMap((set, index) => {
        const matches = searches[index]?.search(typed, before, plain, isFurther, exact) ?? [];
        before += set.size;
        return matches;
      });
      return unique(found);
    },
    get steps() {
      return searches.reduce((sum, { steps }) => sum + steps(), 0);
    },
  };
}

/** Finds the terms of one set in the text that has been read; `before` is the number of terms in the sets before it. */
function search(
  { trie, term, compiled }: TermSet<MatcherTerm>,
  reading: Reading,
  onSpent: OnSpent | undefined,
): {
  search(typed: TypedText, before: number, plain: boolean, isFurther: boolean, exact: number): Match[];
  steps(): number;
} {
  const path: Path = { items: new Int32Array(LONGEST_WORD + 1), length: 0, masks: 0 };
  let text = typedText('');
  let before = 0;
  let found: Match[] = [];
  let exact = 0;
  let patience = 0;
  let spent = 0;
  /** The steps that are left of the budget, before those that the symbols of the text add. */
  let left = 0;

  function accept(node: number, item: number, depth: number, masks: number): void {
    path.items[depth] = item;
    const word = trie.words[node] ?? 0;
    if (word !== 0) report(word, depth + 1, masks);
    walk(node, item + 1, depth + 1, masks, 0);
    const runEnd = reading.runEnd[item] ?? 0;
    if (runEnd > item + 1) walk(node, runEnd, depth + 1, masks, 0);
  }

  function walk(from: number, first: number, reached: number, masks: number, skips: number): void {
    let [node, item, depth] = [from, first, reached];
    // Inside a word of plain letters there is mostly one reading.
    for (; ((reading.flags[item] ?? 0) & INSIDE) !== 0; item++, depth++) {
      if (item >= reading.length || depth >= LONGEST_WORD || --patience < 0) return;
      const symbol = reading.symbol[item] ?? 0;
      const child = step(trie, node, symbol);
      if (reading.runEnd[item] !== item + 1 || symbol === 0x70 || symbol === 0x76) {
        if (child !== 0) accept(child, item, depth, masks);
        digraph(node, item, symbol, depth, masks);
        return;
      }
      if (child === 0) return;
      path.items[depth] = item;
      const word = trie.words[child] ?? 0;
      if (word !== 0) report(word, depth + 1, masks);
      node = child;
      skips = 0;
    }
    if (item >= reading.length || depth >= LONGEST_WORD || --patience < 0) return;
    const gap = reading.gap[item] ?? 0;
    if (gap !== 0 && depth > 0) {
      if ((reading.gapLength[item] ?? 0) > WIDEST_GAP) return;
      const previous = path.items[depth - 1] ?? 0;
      if (isStop(reading, item) && previous >= 0 && ((reading.flags[previous] ?? 0) & ALONE) === 0) return;
      if (gap === GAP_JOINER && reading.gapLength[item] === 1 && masks < MOST_MASKS)
        hideVowel(node, item, depth, masks);
    }
    const kind = reading.kind[item];
    const symbol = reading.symbol[item] ?? 0;
    if (symbol !== 0) {
      const child = step(trie, node, symbol);
      if (child !== 0) accept(child, item, depth, masks);
    }
    const others = reading.others[item];
    if (others !== undefined && others.length > 0) {
      for (const other of others) {
        const child = step(trie, node, other);
        if (child !== 0) accept(child, item, depth, masks);
      }
    }
    if (kind === LETTER || kind === DIGIT) {
      if (symbol === 0x30fc && depth > 0) walk(node, item + 1, depth, masks, skips);
      else if (gap === 0 || depth === 0) digraph(node, item, symbol, depth, masks);
      return;
    }
    if (depth === 0) return;
    const previous = path.items[depth - 1] ?? 0;
    if (kind === MASK && masks < MOST_MASKS && (previous >= 0 || (path.items[depth - 2] ?? 0) >= 0)) {
      const end = trie.children[node + 1] ?? 0;
      for (let child = trie.children[node] ?? 0; child < end; child++) {
        path.items[depth] = -1 - item;
        const word = trie.words[child] ?? 0;
        if (word !== 0) report(word, depth + 1, masks + 1);
        walk(child, item + 1, depth + 1, masks + 1, 0);
      }
    }
    if ((kind === SOFT || kind === MASK) && skips < MOST_SKIPS) {
      walk(node, reading.runEnd[item] ?? item + 1, depth, masks, skips + 1);
    }
  }

  /** `f_n`: one joiner between two letters may hide a vowel. */
  function hideVowel(node: number, item: number, depth: number, masks: number): void {
    for (const vowel of VOWELS) {
      const child = step(trie, node, vowel);
      if (child === 0) continue;
      path.items[depth] = -1 - item;
      walk(child, item, depth + 1, masks + 1, 0);
    }
  }

  /** `ph` for f and `vv` for w. */
  function digraph(node: number, item: number, symbol: number, depth: number, masks: number): void {
    const following = reading.gap[item + 1] === 0 ? reading.symbol[item + 1] : 0;
    const one =
      symbol === 0x70 && following === 0x68 ? 0x66 : symbol === 0x76 && following === 0x76 ? 0x77 : 0;
    if (one === 0 || item + 1 >= reading.length) return;
    const child = step(trie, node, one);
    if (child === 0) return;
    // A word begins at the first of the two symbols and ends at the second.
    path.items[depth] = depth === 0 ? item : item + 1;
    const word = trie.words[child] ?? 0;
    if (word !== 0) report(word, depth + 1, masks);
    walk(child, item + 2, depth + 1, masks, 0);
  }

  function report(word: number, length: number, masks: number): void {
    path.length = length;
    path.masks = masks;
    if (exact > 0 && unitsOf(path, reading) < exact) return;
    for (let at = word; at !== 0; at = trie.twins[at - 1] ?? 0) {
      const span = fits(compiled(at - 1), path, reading, text);
      if (!span) continue;
      const [start, end] = span;
      if (exact > 0 && text.text.slice(start, end).toLowerCase() !== term(at - 1).text.toLowerCase())
        continue;
      found.push({ term: before + at - 1, start, end });
    }
  }

  /** Walks along the symbols as typed. */
  function walkPlainly(from: number): void {
    let node = ROOT;
    for (let item = from; item < reading.length && item - from < LONGEST_WORD; item++) {
      const stops = isStop(reading, item) && ((reading.flags[item - 1] ?? 0) & ALONE) === 0;
      if (item > from && ((reading.gapLength[item] ?? 0) > WIDEST_GAP || stops)) return;
      const symbol = reading.symbol[item] ?? 0;
      node = symbol === 0 ? 0 : step(trie, node, symbol);
      spent++;
      if (node === 0) return;
      path.items[item - from] = item;
      const word = trie.words[node] ?? 0;
      if (word !== 0) report(word, item - from + 1, 0);
    }
  }

  function search(
    typed: TypedText,
    others: number,
    plain: boolean,
    isFurther: boolean,
    least: number,
  ): Match[] {
    text = typed;
    before = others;
    exact = least;
    found = [];
    spent = 0;
    if (!isFurther) left = PATIENCE_BESIDES;
    const perSymbol = isFurther ? PATIENCE_PER_FURTHER_SYMBOL : PATIENCE_PER_SYMBOL;
    for (let item = 0; item < reading.length; item++) {
      if (((reading.flags[item] ?? 0) & INSIDE) !== 0 || !startsWord(reading, item)) continue;
      const isSpent = !plain && spent > left + perSymbol * item;
      if (isSpent) onSpent?.();
      if (plain || isSpent) {
        walkPlainly(item);
        continue;
      }
      ROW_OF_SIGNS.lastIndex = reading.start[item] ?? 0;
      const isInRow = reading.kind[item] !== LETTER && ROW_OF_SIGNS.test(typed.text);
      patience = PATIENCE;
      walk(ROOT, item, 0, 0, 0);
      spent += (PATIENCE - Math.max(0, patience)) / (isInRow ? ROW_DISCOUNT : 1);
    }
    if (!plain) left += perSymbol * reading.length - spent + (isFurther ? 0 : PATIENCE_BESIDES);
    return found;
  }
  return { search, steps: () => spent };
}

/** The typed units of letters that are typed plainly. */
function unitsOf({ items, length }: Path, { start, end }: Reading): number {
  return (end[items[length - 1] ?? 0] ?? 0) - (start[items[0] ?? 0] ?? 0);
}

/**
 * Whether a comma or another stop ends a phrase before an item. Between two letters of an alphabet, without a space, it
 * may disguise a word.
 */
function isStop({ gap, gapLength, script }: Reading, item: number): boolean {
  const bits = gap[item] ?? 0;
  if ((bits & GAP_STOP) === 0) return false;
  return (bits & GAP_SPACE) !== 0 || (gapLength[item] ?? 0) > 1 || script[item] !== ALPHABET;
}

/**
 * Selects, of the matches of one term with the same start or end, the longest. The matches of a term are in the order of
 * their starts.
 * @param terms The number of terms.
 */
function uniqueOf(terms: number): (matches: Match[]) => Match[] {
  /** By term, the place of its latest match among the kept ones, plus one. */
  const latest = new Int32Array(terms);
  return (matches) => {
    if (matches.length < 2) return matches;
    const kept: Match[] = [];
    /** By place, the place of the match of the same term before, plus one. */
    const before: number[] = [];
    for (const match of matches) {
      const place = latest[match.term] ?? 0;
      const last = kept[place - 1];
      if (last?.start === match.start) {
        if (match.end > last.end) kept[place - 1] = match;
        continue;
      }
      kept.push(match);
      before.push(place);
      latest[match.term] = kept.length;
    }
    for (const { term } of kept) latest[term] = 0;
    return kept.filter(({ start, end }, place) => {
      for (let at = before[place] ?? 0; at !== 0; at = before[at - 1] ?? 0) {
        const earlier = kept[at - 1];
        if (!earlier || earlier.end <= start) return true;
        if (earlier.end === end) return false;
      }
      return true;
    });
  };
}
