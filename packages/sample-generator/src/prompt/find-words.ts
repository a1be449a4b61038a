import type { Colour } from '../paint/colour.ts';
import { ACTION_WORDS, type Action, TRADES } from './action-words.ts';
import { COLOUR_WORDS } from './colour-words.ts';
import { REFUSING_WORDS, RELATION_WORDS, type Relation } from './relation-words.ts';
import { isKnown, isPlain, knownForm } from './vocabulary.ts';

/** One word or phrase of a prompt, by what the compositor does with it. */
export type Found =
  | { readonly kind: 'known'; readonly word: string; readonly count: number }
  | { readonly kind: 'trade'; readonly word: string; readonly count: number }
  /** Somebody who uses the thing before the word. */
  | { readonly kind: 'player'; readonly word: string; readonly count: number }
  | { readonly kind: 'relation'; readonly relation: Relation; readonly isReversed?: boolean }
  | { readonly kind: 'action'; readonly action: Action; readonly word: string }
  | { readonly kind: 'colour'; readonly colour: Colour }
  | { readonly kind: 'unknown'; readonly word: string }
  /** The next thing is not wanted. */
  | { readonly kind: 'refusal' }
  /** The end of a part of the prompt: what follows has no relation to what was before. */
  | { readonly kind: 'break' };

/** Longest English phrase in words, and longest Japanese word in characters, that is looked up. */
const LONGEST_ENGLISH = 6;
const LONGEST_JAPANESE = 8;

const NUMBERS = new Map(
  'one two three four five six seven eight nine ten'.split(' ').flatMap((word, at): [string, number][] => [
    [word, at + 1],
    [String(at + 1), at + 1],
    ['一二三四五六七八九十'.charAt(at), at + 1],
  ]),
);
const MANY = new Set(
  'many several group flock herd some lots bunch field stack pile swarm dozen rows'.split(' '),
);
const JAPANESE_COUNT = /([1-9一二三四五六七八九十])(?:匹|羽|頭|人|本|つ|台|輪|個|杯|軒)の?$/u;

/** Between two things, in the order of Japanese: `箱の中の猫` is a cat in a box. */
const JAPANESE_RELATIONS: readonly (readonly [RegExp, Relation])[] = [
  [/^を(着た|着ている|かぶった|被った|つけた|かけた|した|はいた)/u, 'wear'],
  [/^(の中の|の中で|に入った|に入っている)/u, 'in'],
  [/^(の上の|の上で|に座る|に座った|に座っている)/u, 'on'],
  [/^に(乗る|乗った|乗っている)/u, 'ride'],
  [/^の下[ので]/u, 'under'],
  [/^を(持つ|持った|持っている|さす|さした|読む|食べる|飲む)/u, 'hold'],
];

/** The words of a prompt in its order; the longest match wins at each position. */
export function findWords(prompt: string): Found[] {
  const text = prompt.normalize('NFKC').toLowerCase().replaceAll('’', "'");
  const found: Found[] = [];
  const runs =
    /[a-z0-9à-ÿ' -]+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー0-9]+|[\p{L}\p{M}]+|[,.;:|()\n、。]/gu;
  for (const [run] of text.matchAll(runs)) {
    if (/[a-zà-ÿ]/.test(run)) found.push(...findEnglish(run.split(/ +/).filter(Boolean)));
    else if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(run))
      found.push(...findJapanese(run));
    else if (/\p{L}/u.test(run)) found.push({ kind: 'unknown', word: run });
    else if (/[^\d\s]/.test(run)) found.push({ kind: 'break' });
  }
  return found;
}

function findEnglish(words: readonly string[]): Found[] {
  const found: Found[] = [];
  for (let at = 0, since = 0; at < words.length; ) {
    const match = longestMatch(words, at, since);
    if (match !== undefined) {
      found.push(match.found);
      at += match.length;
      if (match.found.kind !== 'relation' && match.found.kind !== 'colour') since = at;
      continue;
    }
    const word = words[at] ?? '';
    if (!isPlain(word) && !NUMBERS.has(word) && !MANY.has(word)) {
      // Words that follow each other are one thing: "swimming wear".
      const before = found.at(-1);
      if (before?.kind === 'unknown')
        found[found.length - 1] = { kind: 'unknown', word: `${before.word} ${word}` };
      else found.push({ kind: 'unknown', word });
    } else if (found.at(-1)?.kind === 'unknown') {
      found.push({ kind: 'relation', relation: 'beside' });
    }
    at += 1;
  }
  return found;
}

function longestMatch(
  words: readonly string[],
  at: number,
  since: number,
): { found: Found; length: number } | undefined {
  for (let length = Math.min(LONGEST_ENGLISH, words.length - at); length > 0; length -= 1) {
    const phrase = words.slice(at, at + length).join(' ');
    const found = meaningOf(phrase, words, at, since);
    if (found !== undefined) return { found, length };
  }
  return undefined;
}

function meaningOf(phrase: string, words: readonly string[], at: number, since: number): Found | undefined {
  if (UNDRAWN.test(phrase)) return { kind: 'unknown', word: phrase };
  const colour = COLOUR_WORDS.get(phrase);
  // Before the end of a part, `orange` and `gold` are things.
  if (colour !== undefined && (at + 1 < words.length || !isKnown(phrase))) return { kind: 'colour', colour };
  if (REFUSING_WORDS.has(phrase)) return { kind: 'refusal' };
  const relation = RELATION_WORDS.get(phrase);
  const action = ACTION_WORDS.get(phrase);
  // "Painting" and "drawing" begin or name a style unless somebody does it.
  if (action !== undefined && !(phrase === 'painting' && isStyleAt(words, at))) {
    return { kind: 'action', action, word: phrase };
  }
  if (relation !== undefined) return { kind: 'relation', relation };
  if (/^(play|sell|lov|own|mak|hold)ers?$|^vendors?$/.test(phrase) && at > 0)
    return { kind: 'player', word: phrase, count: phrase.endsWith('s') ? 2 : 1 };
  const form = knownForm(phrase);
  const trade = TRADES.has(phrase) ? phrase : phrase.replace(/'?s$/, '');
  const isTrade = TRADES.has(trade);
  if (!isTrade && form === undefined) return undefined;
  // A number applies to the next thing only.
  const before = words.slice(Math.max(since, at - 4), at);
  const number = before.map((word) => NUMBERS.get(word)).findLast((value) => value !== undefined);
  const many = before.some((word) => MANY.has(word)) ? 4 : undefined;
  const plural = isTrade
    ? trade !== phrase && !phrase.includes("'")
    : form?.plural === true && !phrase.endsWith("'s");
  const count = number ?? many ?? (plural ? 2 : 1);
  return isTrade
    ? { kind: 'trade', word: trade, count }
    : { kind: 'known', word: form?.word ?? phrase, count };
}

/** Words for which another thing would be drawn, or clothes that leave skin bare. */
const UNDRAWN =
  /^(swim(ming)? ?(wear|suit|suits|trunks)|bikinis?|lingerie|underwear|tray|paper (air)?planes?)$/;

function isStyleAt(words: readonly string[], at: number): boolean {
  return (
    at === 0 ||
    at === words.length - 1 ||
    words[at + 1] === 'of' ||
    /^(oil|acrylic|style)$/.test(words[at - 1] ?? '')
  );
}

function findJapanese(run: string): Found[] {
  const found: Found[] = [];
  let unknown = '';
  const flush = () => {
    const relation = JAPANESE_RELATIONS.find(([pattern]) => pattern.test(unknown))?.[1];
    if (relation !== undefined) {
      unknown = '';
      found.push({ kind: 'relation', relation, isReversed: true });
      return;
    }
    // Particles and endings of verbs are kana; a thing has two signs of kanji or katakana, or one kanji.
    const things = unknown.match(/[\p{Script=Katakana}ー]{2,}|\p{Script=Han}+/gu) ?? [];
    for (const word of things) if (!isPlain(word) || word.length > 2) found.push({ kind: 'unknown', word });
    unknown = '';
  };
  for (let at = 0; at < run.length; ) {
    let length = Math.min(LONGEST_JAPANESE, run.length - at);
    while (
      length > 0 &&
      !isKnown(run.slice(at, at + length)) &&
      !COLOUR_WORDS.has(run.slice(at, at + length))
    )
      length -= 1;
    const word = run.slice(at, at + length);
    // One kana is a particle, not a thing.
    if (length === 0 || /^[\p{Script=Hiragana}\p{Script=Katakana}ー]$/u.test(word)) {
      unknown += run.charAt(at);
      at += 1;
      continue;
    }
    const counter = JAPANESE_COUNT.exec(run.slice(Math.max(0, at - 3), at));
    if (counter !== null) unknown = unknown.slice(0, -counter[0].length);
    flush();
    const colour = COLOUR_WORDS.get(word);
    found.push(
      colour === undefined
        ? { kind: 'known', word, count: NUMBERS.get(counter?.[1] ?? '') ?? 1 }
        : { kind: 'colour', colour },
    );
    at += length;
  }
  flush();
  return found;
}
