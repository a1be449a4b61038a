import { OperatorError } from '../../vocabulary/operator-error.ts';
import { LONGEST_WORD } from '../match/trie.ts';
import { comparable } from '../read/comparable.ts';

/** A list of names that cannot be read; `message` names the line and the remedy. */
export class NameListError extends OperatorError {
  override readonly name = 'NameListError';
}

/** The most names of a list. */
export const MOST_NAMES = 20_000;
/** Letters that a name needs, so that it is not found within other words: one of Latin letters, and one of others. */
const LEAST_LATIN = 5;
const LEAST_OTHER = 2;

/**
 * Reads an operator's list of people: one name a line, as prompts write it. Empty lines are left out, and so are lines that
 * begin with `#`. Spellings that differ only in case, accents or signs are one name.
 * @returns The names as written, without spaces around them.
 * @throws NameListError naming the line: for a name that is too short or too long to be found, that stands there twice, or
 * has no letters; for signs such as tabs and commas, which other formats separate fields with; and for an empty list.
 * @example
 * parseNameList('# The board\nJane Example\nJosé Muster\n'); // ['Jane Example', 'José Muster']
 */
export function parseNameList(text: string): string[] {
  const lines = new Map<string, number>();
  const names: string[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const name = line.trim();
    if (name === '' || name.startsWith('#')) continue;
    const read = readable(name, index + 1);
    const first = lines.get(read);
    if (first !== undefined)
      throw new NameListError(`Line ${index + 1}: this name is also in line ${first}. Remove one of them.`);
    lines.set(read, index + 1);
    names.push(name);
    if (names.length > MOST_NAMES)
      throw new NameListError(`Line ${index + 1}: a list has at most ${MOST_NAMES} names.`);
  }
  if (names.length === 0) throw new NameListError('The list has no names. Write one name a line.');
  return names;
}

/** The name as the rules compare it. */
function readable(name: string, line: number): string {
  const refused = (why: string) => new NameListError(`Line ${line}: ${why}`);
  if (/[\p{Cc}\p{Cs},;|=*!<>{}[\]()"]/u.test(name))
    throw refused('write one name a line, of letters, spaces, hyphens, apostrophes and full stops only.');
  const read = comparable(name);
  const letters = read.replaceAll(' ', '');
  if (!/\p{L}/u.test(letters)) throw refused('a name needs letters.');
  const least = /^[\p{Script=Latin}\p{N}]+$/u.test(letters) ? LEAST_LATIN : LEAST_OTHER;
  if (letters.length < least)
    throw refused(`a name needs at least ${least} letters; a shorter one would be found in other words.`);
  if (read.length > LONGEST_WORD) throw refused(`a name has at most ${LONGEST_WORD} letters.`);
  return read;
}
