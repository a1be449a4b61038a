import { createScreening, presets, rules } from '@shoji/core';
import { createMatcher, type ListedTerm, lexiconTerms } from '@shoji/core/text';
import { isCategory } from '@shoji/core/vocabulary';
import { printable } from '../../terminal/terminal.ts';
import { readList } from './file.ts';

/** Prints every term that is found in a text, exceptions included, and then the findings of the rules. */
export async function showTerms(text: string, file: string | undefined): Promise<void> {
  const own = file === undefined ? [] : readList(file);
  const terms = [...lexiconTerms(), ...own.map((term) => ({ ...term, language: 'own' }))];
  const matches = createMatcher(terms)
    .match(text)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  if (matches.length === 0) console.log('No terms found.');
  for (const { term, start, end } of matches) {
    const found = terms[term];
    if (found) console.log(`${start}–${end}  ${printable(text.slice(start, end))}  ${describe(found)}`);
  }
  const screen = { policy: presets.standard, rules: [rules({ terms: own })], classifiers: [] };
  const { signal } = new AbortController();
  const { verdict } = await createScreening(screen, { id: 'lexicon', signal }).prompt(text).report;
  const { findings } = verdict;
  console.log(findings.length === 0 ? '\nThe rules report nothing.' : '\nThe rules report:');
  for (const { category, label, score } of findings)
    console.log(`  ${category} ${score}  ${printable(label)}`);
}

function describe(term: ListedTerm): string {
  const { text, language, prefix, exact } = term;
  const notes = [prefix ? 'also as a prefix' : '', exact ? 'exact spelling only' : '']
    .filter(Boolean)
    .join(', ');
  return `← ${printable(text)} (${language}): ${kindOf(term)}${notes ? `, ${notes}` : ''}`;
}

function kindOf({ role, severity }: ListedTerm): string {
  switch (role) {
    case 'exception':
      return 'an exception';
    case 'adult-exception':
      return 'an exception unless a minor is named';
    case 'minor':
      return 'a word for a child';
    case 'beside-minor':
      return `suggestive beside a minor, severity ${severity}`;
    default:
      return isCategory(role)
        ? `${role}, severity ${severity}`
        : `the concept “${role}”, a finding only in combination with others`;
  }
}
