import { existsSync } from 'node:fs';
import { createMatcher, isException, type LexiconTerm, lexiconTerms } from '@shoji/core/text';
import { EXIT } from '../../terminal/exit.ts';
import { printable } from '../../terminal/terminal.ts';
import { readList, readText } from './file.ts';

/** The path of Debian's dictionary, if installed. */
const DICTIONARY = '/usr/share/dict/words';
const MOST_EXAMPLES = 8;

/** Prints faults and surprising effects of a list. Returns the exit code: 10 if a term collides with harmless words. */
export function testList(file: string, words: string | undefined): number {
  const list = readList(file);
  const matcher = createMatcher(list);
  const builtIn = lexiconTerms();
  const byLexicon = createMatcher(builtIn);
  console.log(
    `${list.length} terms, ${list.filter(({ role }) => isException(role)).length} of them exceptions.`,
  );
  for (const [index, term] of list.entries()) {
    const found = matcher.match(term.text);
    const isWhole = (start: number, end: number) => start === 0 && end === term.text.length;
    if (!found.some((match) => match.term === index))
      say(term, 'is never found: it has no readable characters');
    const twin = found.find((match) => match.term < index && isWhole(match.start, match.end));
    if (twin) say(term, `is already found by ${printable(list[twin.term]?.text ?? '')}`);
    const known = byLexicon.match(term.text).find(({ start, end }) => isWhole(start, end));
    const other = known && builtIn[known.term];
    if (other && !isException(other.role))
      say(term, `is in the lexicon: ${other.role}, severity ${other.severity}`);
  }
  const dictionary = words ?? (existsSync(DICTIONARY) ? DICTIONARY : undefined);
  if (dictionary === undefined) {
    console.log('No dictionary to compare with; set one with --words.');
    return EXIT.ok;
  }
  return collisions(list, readText(dictionary).split(/\r?\n/)) > 0 ? EXIT.warned : EXIT.ok;
}

/**
 * Prints the harmless words in which terms are found, other than the terms themselves; returns the number of such
 * terms.
 */
function collisions(list: readonly LexiconTerm[], words: readonly string[]): number {
  const matcher = createMatcher(list);
  const listed = new Set(list.map(({ text }) => text.toLowerCase()));
  const found = new Map<LexiconTerm, string[]>();
  for (const word of words) {
    if (listed.has(word.toLowerCase())) continue;
    for (const { term } of matcher.match(word)) {
      const hit = list[term];
      if (hit && !isException(hit.role)) found.set(hit, [...(found.get(hit) ?? []), word]);
    }
  }
  for (const [term, hits] of found) {
    const examples = hits.slice(0, MOST_EXAMPLES).map(printable).join(', ');
    say(term, `is found in ${hits.length} words: ${examples}${hits.length > MOST_EXAMPLES ? ', …' : ''}`);
  }
  return found.size;
}

function say(term: LexiconTerm, what: string): void {
  console.log(`  ${printable(term.text)} ${what}`);
}
