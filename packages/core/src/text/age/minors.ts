import type { BesideTexts } from '../../ports/prompt.ts';
import type { Hit } from '../hit.ts';
import type { Age } from './age.ts';
import { folded, meaningOf } from './words.ts';

/** From this severity on, a word means that the person is a child, whatever age is stated. */
const CHILD = 2;
/** From this severity on, one term is suggestive beside a minor; of milder terms two are needed. */
const TELLING = 2;
const FEWEST_MILD = 2;
/** Most letters between an adult's age and the word for the same person. */
const WIDEST = 16;
/** A word that introduces another person. */
const ANOTHER =
  /^(and|with|beside|her|his|y|con|su|e|com|et|avec|son|sa|und|mit|en|met|i|z|и|с|ve|ile|dan|dengan|và|و|और)$/u;

/**
 * The hits of a prompt with the persons under 18 that it names.
 * - An age under 18 and a word for a child (severity 2) name a minor in every context: `18+, looks 12` is one.
 * - A word such as `teen` or `schoolgirl` (severity 1) names one unless an adult's age is stated for the same person.
 * - If a minor is named, terms `beside-minor` are suggestive: one of severity 2, or two of severity 1. Otherwise they
 *   do not count.
 * @param prompt As typed; `hits` and `ages` are at its offsets.
 * @param beside Whether another text of the request names a minor.
 */
export function withMinors(
  prompt: string,
  hits: readonly Hit[],
  ages: readonly Age[],
  { namesMinor }: BesideTexts = { namesMinor: false },
): Hit[] {
  const adults = placed(ages.filter(({ isMinor }) => !isMinor));
  const named = [
    ...hits.filter(({ term }) => term.role === 'minor').filter((hit) => !isGrown(prompt, hit, adults)),
    ...ages.filter(({ isMinor }) => isMinor).map(asHit),
  ];
  const others = hits.filter(({ term }) => term.role !== 'minor' && term.role !== 'beside-minor');
  return named.length === 0 && !namesMinor ? others : [...others, ...named, ...suggestive(hits)];
}

function suggestive(hits: readonly Hit[]): Hit[] {
  const beside = hits.filter(({ term }) => term.role === 'beside-minor');
  const mild = new Set(beside.map(({ term }) => term.text));
  const counts = beside.some(({ term }) => term.severity >= TELLING) || mild.size >= FEWEST_MILD;
  return counts
    ? beside.map((hit) => ({ ...hit, term: { ...hit.term, role: 'suggestive', severity: 1 } }))
    : [];
}

function asHit({ years, start, end }: Age): Hit {
  const text = `${Math.floor(years)} years`;
  return { term: { text, role: 'minor', severity: CHILD, prefix: false, exact: false }, start, end };
}

/** Whether an adult's age is stated for the person of a word such as `teen`. */
function isGrown(prompt: string, { term, start, end }: Hit, adults: ReadonlyMap<number, Age>): boolean {
  if (term.severity >= CHILD || adults.size === 0) return false;
  for (let gap = 0; gap <= WIDEST; gap++) {
    const before = adults.get(start - gap)?.end === start - gap && isOfOne(prompt.slice(start - gap, start));
    if (before || (adults.get(end + gap)?.start === end + gap && isOfOne(prompt.slice(end, end + gap))))
      return true;
  }
  return false;
}

/** Ages by start and by end, so that the nearest is found without a scan of all. */
function placed(ages: readonly Age[]): ReadonlyMap<number, Age> {
  return new Map(ages.flatMap((age) => [[age.start, age] as const, [age.end, age] as const]));
}

/** Whether no other person is named in between. */
function isOfOne(between: string): boolean {
  const words = between.match(/\p{L}+/gu) ?? [];
  return (
    words.length <= 2 &&
    words.every((word) => {
      const known = folded(word);
      const isRun = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{3,}/u.test(
        word,
      );
      return !isRun && !ANOTHER.test(word.toLowerCase()) && meaningOf(known)?.roles.has('person') !== true;
    })
  );
}
