import type { Hit } from '../hit.ts';
import type { LexiconTerm, TermRole } from '../lexicon/term-list.ts';
import { COMBINATIONS, type Combination } from './combinations.ts';
import { isHarmless } from './harmless.ts';

/** The default reach of a combination, in UTF-16 units. */
const WIDEST = 72;
/** The end of a sentence between two words. */
const STOP = /[.!?](?=\s)|[。！？｡\n]/;

/** The places of combinations that a term may fill. */
const FILLS = fillsOf(COMBINATIONS);
const NONE: readonly { readonly combination: number; readonly place: number }[] = [];

/**
 * The combinations of terms in a text, each as one term from its first part to its last. Linear in the terms: each is
 * visited once for each combination that it may be a part of.
 * @param hits Terms in the order of their starts.
 * @param text The text that they are in.
 */
export function combine(hits: readonly Hit[], text = ''): Hit[] {
  const found: Hit[] = [];
  /** The latest hit of each place of each combination. */
  const latest = COMBINATIONS.map(({ of }) => new Array<Hit | undefined>(of.length).fill(undefined));
  for (const hit of hits) {
    for (const { combination, place } of FILLS.get(hit.term.role) ?? NONE) {
      const places = latest[combination];
      const made = COMBINATIONS[combination];
      if (!places || !made) continue;
      places[place] = hit;
      const whole = together(places, hit, made.within ?? WIDEST);
      const term = whole && asTerm(made, whole);
      if (term && isOneSentence(made, term, text) && !isHarmless(made.unless, text, whole)) found.push(term);
    }
  }
  return found;
}

/** The hits of all places, if every place is filled by a different word near the last hit. */
function together(
  places: readonly (Hit | undefined)[],
  last: Hit,
  within: number,
): readonly Hit[] | undefined {
  const parts: Hit[] = [];
  for (const part of places) {
    if (part === undefined || last.end - part.start > within) return undefined;
    if (parts.some((other) => part.start < other.end && other.start < part.end)) return undefined;
    parts.push(part);
  }
  return parts;
}

/** Words that are a phrase together, and so are near each other, are in one sentence. */
function isOneSentence({ within }: Combination, { start, end }: Hit, text: string): boolean {
  return within === undefined || !STOP.test(text.slice(start, end));
}

function asTerm({ category, severity }: Combination, parts: readonly Hit[]): Hit {
  const inOrder = parts.toSorted((a, b) => a.start - b.start);
  const text = inOrder.map(({ term }) => term.text).join(' + ');
  const start = Math.min(...parts.map((part) => part.start));
  const end = Math.max(...parts.map((part) => part.end));
  const term: LexiconTerm = { text, role: category, severity, prefix: false, exact: false };
  return { term, start, end, ...(parts.some(({ mentioned }) => mentioned) && { mentioned: true }) };
}

function fillsOf(combinations: readonly Combination[]) {
  const fills = new Map<TermRole, { combination: number; place: number }[]>();
  for (const [combination, { of }] of combinations.entries())
    for (const [place, parts] of of.entries())
      for (const part of parts) fills.set(part, [...(fills.get(part) ?? []), { combination, place }]);
  return fills;
}
