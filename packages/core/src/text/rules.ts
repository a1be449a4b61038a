import type { PromptRules } from '../ports/prompt.ts';
import { CATEGORIES, isCategory } from '../vocabulary/category.ts';
import type { Finding, Span } from '../vocabulary/finding.ts';
import { type Age, agesIn, withMinors } from './age/index.ts';
import { combine } from './combinations/combine.ts';
import {
  comparable,
  cues,
  cuesWithSettings,
  type Dictionary,
  type PlacedHit,
  standings,
  undressedIn,
} from './context/index.ts';
import { isTurnedByChance } from './encodings/turned.ts';
import type { Hit } from './hit.ts';
import { builtInLexicon } from './lexicon/built-in.ts';
import { graveLexicon } from './lexicon/grave.ts';
import type { Lexicon } from './lexicon/packed.ts';
import { isException, type LexiconTerm, type Severity } from './lexicon/term-list.ts';
import { createSetMatcher, type Match } from './match/matcher.ts';
import { termSet } from './match/term-set.ts';
import { type TypedText, typedText } from './match/typed-text.ts';
import type { Reading } from './read/reading.ts';
import { tooManyReadings } from './syntax/limit.ts';
import { withoutOptions } from './syntax/options.ts';
import type { View } from './view.ts';
import { views } from './views.ts';

/** Changes to the built-in lexicon. */
export interface RulesOptions {
  /** The operator's own terms, added to the lexicon; see `parseTermList`. */
  readonly terms?: readonly LexiconTerm[];
  /** Built-in terms to leave out, as the lexicon writes them. */
  readonly without?: readonly string[];
  /** False to look for `terms` only. */
  readonly lexicon?: boolean;
}

/** The score of a finding by its term's severity, so that a policy's thresholds can tell mild from grave. */
export const SEVERITY_SCORE: Record<Severity, number> = { 1: 0.55, 2: 0.75, 3: 0.9, 4: 1 };

/** The least severity of words in text that may be an accident of decoding. */
const LEAST_ON_PURPOSE = 2;

/** The factor for the score of a hit that is only mentioned. */
const MENTIONED = 0.5;

/**
 * Most listed words of a reading whose context is read; of 74,000 labelled prompts none has more than 40. In a longer
 * list every word counts as requested.
 */
const MOST_IN_CONTEXT = 1_000;

/** The finding for a person whose clothes only a negation removes. */
const UNDRESSED = 'without clothes';

/**
 * Rules for banned words in a text as people read it: disguises are undone, image-model syntax is evaluated, and each
 * finding points at the characters as typed. Matching is linear in the prompt. The built-in lexicon is loaded once, in
 * a few milliseconds; an operator's terms are compiled beside it.
 * @example
 * ```ts
 * const findings = rules().match('a dog in a suit');
 * const own = rules({ terms: [{ text: 'foo', role: 'profanity', severity: 2, prefix: false, exact: false }] });
 * ```
 */
export function rules({ lexicon = true, ...options }: RulesOptions = {}): PromptRules {
  return rulesOf(lexicon ? builtInLexicon() : undefined, options, {
    dictionary: cuesWithSettings,
    combine,
  });
}

/**
 * The rules with only the gravest terms of the lexicon, a third of its size: terms that alone refuse a prompt (severity
 * 3 and 4), and people under 18. For an edge function, whose origin judges every prompt again with `rules()`; never for
 * the only screening of a prompt.
 * @example
 * ```ts
 * const handler = edgeHandler({ screen: { policy: presets.standard, rules: [graveRules()] }, secret });
 * ```
 */
export function graveRules({ lexicon = true, ...options }: RulesOptions = {}): PromptRules {
  return rulesOf(lexicon ? graveLexicon() : undefined, options, {
    dictionary: cues,
    combine: () => [],
  });
}

/** Parts that a lexicon of only the gravest terms leaves out, for its size: it has neither mild words nor concepts. */
interface Context {
  readonly dictionary: typeof cues;
  readonly combine: typeof combine;
}

function rulesOf(
  builtIn: Lexicon | undefined,
  { terms = [], without = [] }: Omit<RulesOptions, 'lexicon'>,
  { dictionary, combine: combined }: Context,
): PromptRules {
  const leftOut = new Set(without);
  const ownFrom = builtIn?.size ?? 0;
  const matcher = createSetMatcher(
    [...(builtIn ? [builtIn] : []), ...(terms.length > 0 ? [termSet(terms)] : [])],
    // A flood of signs would hide a disguised word behind it.
    () => {
      throw tooManyReadings();
    },
  );
  const roles = rolesIn(builtIn, leftOut, terms);

  const readsContext = builtIn !== undefined;

  function matchesIn(view: View, prompt: TypedText, isFurther: boolean): Found[] {
    const found: Found[] = [];
    const decoded = typedText(view.text);
    for (const match of matcher.match(view.text, view.exact !== undefined, isFurther, view.exact)) {
      const { term: index } = match;
      const isOwn = index >= ownFrom;
      const term = isOwn ? terms[index - ownFrom] : builtIn?.term(index);
      if (!term || (!isOwn && leftOut.has(term.text))) continue;
      if (view.exact === undefined || isOnPurpose(term, match, view, decoded, prompt))
        found.push({ term, match, isOwn });
    }
    return found;
  }

  /**
   * The hits of a view, without those that its context excludes. An operator's own terms are banned in every context.
   */
  function hitsIn(view: View, found: readonly Found[], namesMinor: boolean): Hit[] {
    const isRead = view.exact === undefined;
    // Both of the following searches compare the text.
    const norm = isRead ? comparable(view.text) : '';
    const listed = found.filter(({ isOwn }) => !isOwn);
    const isFlood = listed.length > MOST_IN_CONTEXT;
    const placed = isRead && !isFlood ? listed.map(({ term, match }) => placedHit(term, match)) : [];
    const standing = standings(view.text, placed, namesMinor, dictionary(), norm);
    const hits: Hit[] = [];
    for (const { term, match, isOwn } of found) if (isOwn) hits.push(hitOf(term, match, view));
    for (const [index, { term, match }] of listed.entries())
      if (standing[index] !== 'off') hits.push(hitOf(term, match, view, standing[index] === 'mentioned'));
    const isFound = isFlood && hits.some(({ term }) => term.role === 'nudity' && term.severity > 1);
    const isUndressing = readsContext && isRead && !isFound && !leftOut.has(UNDRESSED);
    return isUndressing ? hits.concat(undressedHits(view, dictionary(), norm)) : hits;
  }

  /** Combinations as their settings leave them; a negation has excluded their parts already. */
  function inSettings(listed: readonly Hit[], text: string, namesMinor: boolean): readonly Hit[] {
    const hits = combined(listed, text);
    if (hits.length === 0 || listed.length > MOST_IN_CONTEXT) return hits;
    const placed = hits.map((hit) => placedHit(hit.term, hit));
    const standing = standings(text, placed, namesMinor, dictionary());
    return hits.map((hit, index) => (standing[index] === 'asked' ? hit : { ...hit, mentioned: true }));
  }

  return {
    name: 'rules',
    covers: CATEGORIES.filter((category) => roles.has(category)),
    match(typedPrompt, beside) {
      const prompt = withoutOptions(typedPrompt);
      const written = typedText(prompt);
      const found = views(prompt).map((view, index) => {
        const matches = matchesIn(view, written, index > 0);
        return { view, matches, ages: readsContext ? agesAsTyped(view, matcher.reading) : [] };
      });
      const ages = found.flatMap((each) => each.ages);
      const namesMinor =
        beside?.namesMinor === true ||
        ages.some(({ isMinor }) => isMinor) ||
        found.some(({ matches }) => matches.some(({ term }) => isOfMinors(term)));
      const inContext = found.flatMap(({ view, matches }) => hitsIn(view, matches, namesMinor));
      if (inContext.length + ages.length === 0) return [];
      const listed = withoutExceptions(inContext, namesMinor);
      const together = inSettings(listed, prompt, namesMinor);
      return findings([...withMinors(prompt, listed, ages, beside), ...together]);
    },
  };
}

interface Found {
  readonly term: LexiconTerm;
  readonly match: Match;
  readonly isOwn: boolean;
}

/** A term at its place in the text whose context is read. */
function placedHit({ role, severity }: LexiconTerm, { start, end }: Pick<Match, 'start' | 'end'>): PlacedHit {
  return { role, severity, start, end };
}

/** A hit at its typed span. Written out, because a prompt may have thousands. */
function hitOf(term: LexiconTerm, match: Pick<Match, 'start' | 'end'>, view: View, mentioned = false): Hit {
  const { start, end } = typed(match, view);
  return mentioned ? { term, start, end, mentioned } : { term, start, end };
}

function isOfMinors({ role }: LexiconTerm): boolean {
  return role === 'minor' || role === 'sexual-minors';
}

function undressedHits(view: View, dictionary: Dictionary, norm: string): Hit[] {
  const term: LexiconTerm = { text: UNDRESSED, role: 'nudity', severity: 2, prefix: false, exact: false };
  return undressedIn(view.text, dictionary, norm).map((place) => hitOf(term, place, view));
}

function rolesIn(
  builtIn: Lexicon | undefined,
  leftOut: ReadonlySet<string>,
  own: readonly LexiconTerm[],
): ReadonlySet<string> {
  const roles = new Set<string>(own.map(({ role }) => role));
  if (leftOut.size === 0) for (const role of builtIn?.roles ?? []) roles.add(role);
  else if (builtIn) {
    for (let index = 0; index < builtIn.size; index++) {
      const { text, role } = builtIn.term(index);
      if (!leftOut.has(text)) roles.add(role);
    }
  }
  return roles;
}

/** The ages in a view; empty in text that may be an accident of decoding, where numbers are chance. */
function agesAsTyped(view: View, reading: Reading): Age[] {
  if (view.exact !== undefined) return [];
  return agesIn(view.text, reading).map((age) => ({ ...age, ...typed(age, view) }));
}

/** The typed span of a match. In reversed text, start and end are swapped. */
function typed(
  { start, end }: Pick<Match, 'start' | 'end'>,
  { offsets }: View,
): { start: number; end: number } {
  if (!offsets) return { start, end };
  const [first = 0, last = first] = [offsets[start], offsets[end - 1]];
  return { start: Math.min(first, last), end: Math.max(first, last) + 1 };
}

/** Whether a match in text that may be an accident of decoding is intended. `decoded` is the text of the view. */
function isOnPurpose(
  term: LexiconTerm,
  match: Match,
  view: View,
  decoded: TypedText,
  prompt: TypedText,
): boolean {
  if (term.severity < LEAST_ON_PURPOSE && !isException(term.role)) return false;
  const { start, end } = typed(match, view);
  if (isTurnedByChance(prompt.text.slice(start, end))) return false;
  return prompt.language !== 'other' || decoded.language === 'english';
}

/**
 * Drops the exceptions and every hit inside an exception. One for adults lets only findings pass, not the concepts of
 * combinations: a bikini is harmless, and taking it off is not.
 */
function withoutExceptions(hits: readonly Hit[], namesMinor: boolean): Hit[] {
  const kept: Hit[] = [];
  let passUntil = 0;
  let adultsUntil = 0;
  for (const hit of inOrder(hits)) {
    const { role } = hit.term;
    if (role === 'adult-exception' && namesMinor) continue;
    if (role === 'exception') passUntil = Math.max(passUntil, hit.end);
    else if (role === 'adult-exception') adultsUntil = Math.max(adultsUntil, hit.end);
    else if (hit.end > (isCategory(role) ? Math.max(passUntil, adultsUntil) : passUntil)) kept.push(hit);
  }
  return kept;
}

/** Sorts by start, then the longest first, and an exception before the hits that it lets pass. */
function inOrder(hits: readonly Hit[]): Hit[] {
  const rank = ({ term }: Hit) => (isException(term.role) ? 0 : 5 - term.severity);
  return [...hits].sort((a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b));
}

/** The longest hit of each span and category, in the order of the prompt; requested hits replace mentioned ones. */
function findings(hits: readonly Hit[]): Finding[] {
  const found: (Finding & { readonly span: Span })[] = [];
  for (const factor of [1, MENTIONED]) {
    /** By category, the end of the last finding. */
    const until = new Map<string, number>();
    for (const { term, start, end } of inOrder(
      hits.filter(({ mentioned }) => !mentioned === (factor === 1)),
    )) {
      const { role: category, text: label, severity } = term;
      if (!isCategory(category) || end <= (until.get(category) ?? 0)) continue;
      until.set(category, end);
      found.push({
        check: 'rules',
        category,
        label,
        score: SEVERITY_SCORE[severity] * factor,
        span: [start, end],
      });
    }
  }
  return found.sort((a, b) => a.span[0] - b.span[0]);
}
