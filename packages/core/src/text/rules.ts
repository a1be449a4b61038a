import type { PromptRules } from '../ports/prompt.ts';
import { CATEGORIES } from '../vocabulary/category.ts';
import type { Finding } from '../vocabulary/finding.ts';
import { builtInLexicon } from './lexicon/built-in.ts';
import type { Lexicon } from './lexicon/packed.ts';
import type { LexiconTerm, Severity } from './lexicon/term-list.ts';
import { createSetMatcher, type Match } from './match/matcher.ts';
import { termSet } from './match/term-set.ts';
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

/** Milder words are not looked for where a word may be chance. */
const LEAST_ON_PURPOSE = 2;

interface Hit {
  readonly term: LexiconTerm;
  readonly start: number;
  readonly end: number;
}

/**
 * Banned-word rules on what a reader reads: disguises are undone, image-model syntax is evaluated, and each finding
 * points at the characters as typed. Matching is linear in the prompt. The built-in lexicon is loaded once, in a few
 * milliseconds; an operator's terms are laid out beside it.
 * @example
 * ```ts
 * const findings = rules().match('a dog in a suit');
 * const own = rules({ terms: [{ text: 'foo', role: 'profanity', severity: 2, prefix: false, exact: false }] });
 * ```
 */
export function rules({ lexicon = true, terms = [], without = [] }: RulesOptions = {}): PromptRules {
  const builtIn = lexicon ? builtInLexicon() : undefined;
  const leftOut = new Set(without);
  const ownFrom = builtIn?.size ?? 0;
  const matcher = createSetMatcher([
    ...(builtIn ? [builtIn] : []),
    ...(terms.length > 0 ? [termSet(terms)] : []),
  ]);
  const roles = rolesOf(builtIn, leftOut, terms);

  function hitsIn(view: View, match: Match): Hit[] {
    const { term: index } = match;
    const term = index < ownFrom ? builtIn?.term(index) : terms[index - ownFrom];
    if (!term || (index < ownFrom && leftOut.has(term.text))) return [];
    return view.exact !== undefined && !isAsListed(term, match, view)
      ? []
      : [{ term, ...typed(match, view) }];
  }
  return {
    name: 'rules',
    covers: CATEGORIES.filter((category) => roles.has(category)),
    match(prompt) {
      const found = views(prompt).flatMap((view) =>
        matcher.match(view.text, view.exact !== undefined).flatMap((match) => hitsIn(view, match)),
      );
      if (found.length === 0) return [];
      return findings(withoutExceptions(found));
    },
  };
}

function rolesOf(
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

/** The position where a match was typed. A text that is read backwards begins where it ends. */
function typed({ start, end }: Match, { offsets }: View): { start: number; end: number } {
  if (!offsets) return { start, end };
  const [first = 0, last = first] = [offsets[start], offsets[end - 1]];
  return { start: Math.min(first, last), end: Math.max(first, last) + 1 };
}

/** Whether a match is the term itself, and grave and long enough to be there on purpose. */
function isAsListed(term: LexiconTerm, { start, end }: Match, { text, exact = 0 }: View): boolean {
  return (
    (term.severity >= LEAST_ON_PURPOSE || term.role === 'exception') &&
    term.text.length >= exact &&
    text.slice(start, end).toLowerCase() === term.text.toLowerCase()
  );
}

/** Drops the exceptions and every hit inside of one. */
function withoutExceptions(hits: readonly Hit[]): Hit[] {
  const kept: Hit[] = [];
  let passUntil = 0;
  for (const hit of inOrder(hits)) {
    if (hit.term.role === 'exception') passUntil = Math.max(passUntil, hit.end);
    else if (hit.end > passUntil) kept.push(hit);
  }
  return kept;
}

/** By start; of those with the same start the longest first, and an exception before what it lets pass. */
function inOrder(hits: readonly Hit[]): Hit[] {
  const rank = ({ term }: Hit) => (term.role === 'exception' ? 0 : 5 - term.severity);
  return [...hits].sort((a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b));
}

/** The longest hit of each place and category, in the order of the prompt. */
function findings(hits: readonly Hit[]): Finding[] {
  const until = new Map<string, number>();
  return inOrder(hits).flatMap(({ term, start, end }) => {
    if (term.role === 'exception' || end <= (until.get(term.role) ?? 0)) return [];
    until.set(term.role, end);
    return [
      {
        check: 'rules',
        category: term.role,
        label: term.text,
        score: SEVERITY_SCORE[term.severity],
        span: [start, end],
      },
    ];
  });
}
