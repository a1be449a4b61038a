import { hasUnspaced } from '../context/cues.ts';
import WORDS from './harmless.json' with { type: 'json' };

/** A kind of words that make a combination harmless: `food` is what a head is cut off, `clinic` where people are injected. */
export type HarmlessKind = Exclude<keyof typeof WORDS, 'people'>;

/** Kinds that a part of a body may belong to in place of people. */
const BODIES: ReadonlySet<HarmlessKind> = new Set(['animal', 'food', 'statue']);
/** How near the combination they must be, in UTF-16 units. */
const WITHIN = 24;

const patterns = new Map<keyof typeof WORDS, RegExp>();

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Whether a word of one of the kinds is in a combination or near it. A fish excuses a head only where no word for people,
 * such as `his` or `human`, is as near, except in the parts themselves. `harmless.json` has the words of all languages;
 * `*` after a word also finds words that begin with it.
 * @param parts The parts of the combination.
 */
export function isHarmless(
  kinds: readonly HarmlessKind[] = [],
  text: string,
  parts: readonly Span[],
): boolean {
  if (kinds.length === 0) return false;
  const inOrder = parts.toSorted((a, b) => a.start - b.start);
  const from = wordStart(text, Math.min(...parts.map(({ start }) => start)) - WITHIN);
  const to = wordEnd(text, Math.max(...parts.map(({ end }) => end)) + WITHIN);
  const around = text.slice(from, to).toLowerCase();
  const near = kinds.filter((kind) => patternOf(kind).test(around));
  if (!near.every((kind) => BODIES.has(kind))) return true;
  return near.length > 0 && !patternOf('people').test(between(text, inOrder, from, to).toLowerCase());
}

/** The text without the parts. */
function between(text: string, inOrder: readonly Span[], from: number, to: number): string {
  const starts = [from, ...inOrder.map(({ end }) => end)];
  const ends = [...inOrder.map(({ start }) => start), to];
  return starts.map((start, index) => text.slice(start, ends[index])).join(' ');
}

/**
 * Text is cut between words, so that no part of a longer word counts. Only the next units are searched for a space: a
 * text without spaces may have a thousand combinations.
 */
function wordStart(text: string, from: number): number {
  const at = from <= 0 ? -1 : text.slice(from, from + WITHIN).indexOf(' ');
  return Math.max(0, from) + Math.max(0, at);
}

function wordEnd(text: string, to: number): number {
  const at = to >= text.length ? -1 : text.slice(to - WITHIN, to + 1).lastIndexOf(' ');
  return at < 0 ? to : to - WITHIN + at;
}

function patternOf(kind: keyof typeof WORDS): RegExp {
  const known = patterns.get(kind);
  if (known) return known;
  const words = WORDS[kind].split(',').map((word) => {
    if (hasUnspaced(word, 0, word.length)) return word;
    const stem = word.endsWith('*');
    return `(?<!\\p{L})${stem ? word.slice(0, -1) : `${word}(?!\\p{L})`}`;
  });
  const pattern = new RegExp(words.join('|'), 'u');
  patterns.set(kind, pattern);
  return pattern;
}
