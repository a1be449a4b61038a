import type { PromptRules } from '../../ports/prompt.ts';
import type { LexiconTerm } from '../lexicon/term-list.ts';
import { rules } from '../rules.ts';

const CHECK = 'named-people';

/**
 * The score of a name: below every threshold of the presets, so that a name alone is no reason for anything. Beside sexual,
 * violent or degrading words Shoji joins it to a finding of `real-person` that has a reason's score.
 */
const NAMED = 0.3;

/**
 * Rules that find the names of people on an operator's list, as the rules for banned words find theirs: without case and
 * accents, with look-alike letters and spacing undone. A name alone is harmless; beside sexual, violent or degrading words
 * the presets strict and standard warn, and a sexual picture made with it is withheld.
 * @param options.names Names as prompts write them; `parseNameList` reads and checks a file of them.
 * @example
 * ```ts
 * const people = namedPeople({ names: ['Jane Example'] });
 * people.match('a portrait of JANE EXAMPLE'); // one finding of `real-person`, label `Jane Example`
 * ```
 */
export function namedPeople({ names }: { readonly names: readonly string[] }): PromptRules {
  const terms = names.map(
    (text): LexiconTerm => ({ text, role: 'real-person', severity: 3, prefix: false, exact: false }),
  );
  const found = rules({ lexicon: false, terms });
  return {
    name: CHECK,
    covers: ['real-person'],
    match: (prompt, beside) =>
      found.match(prompt, beside).map((finding) => ({ ...finding, check: CHECK, score: NAMED })),
  };
}
