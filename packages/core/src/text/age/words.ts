import { fold } from '../read/fold.ts';
import { NUMBERS, ORDINALS, ROLES, STEMS, SUFFIXES, TENS_INSIDE, UNITS } from './data/tables.ts';

/** The role of a word in the grammar of ages. A word may be several of these in different languages. */
export interface Meaning {
  /** The number that it means. */
  number?: number;
  /** Turns the number before it into a teen (`belas`) or a ten (`puluh`). */
  suffix?: 'teen' | 'ten';
  /** `year`: an age only with `old`; `years`: an age unless it is a duration; `aged`: an age in itself; `month`. */
  unit?: 'year' | 'years' | 'aged' | 'month';
  readonly roles: Set<Role>;
}

/** The role of a word beside a number. */
export type Role = keyof typeof ROLES;

const words = new Map<string, Meaning>();
const ordinals = new Map<string, number>();

/** A word folded for comparison, like the texts. */
export function folded(word: string): string {
  let text = '';
  for (const character of word)
    for (const symbol of fold(character.codePointAt(0) ?? 0).symbols) text += String.fromCharCode(symbol);
  return text;
}

/** The meaning of a folded word, if it has one. */
export function meaningOf(word: string): Meaning | undefined {
  if (words.size === 0) fill();
  return words.get(word);
}

/** The folded words in which an age may begin, unless it is a compound of {@link STEM}: numbers and words of schools. */
export function firstWords(): string[] {
  if (words.size === 0) fill();
  const first = ({ number, roles }: Meaning) =>
    number !== undefined || roles.has('grade') || roles.has('schoolYear');
  return [...words].filter(([, each]) => first(each)).map(([word]) => word);
}

/** The value of an ordinal, such as `sixth`. */
export function ordinalOf(word: string): number | undefined {
  if (words.size === 0) fill();
  return ordinals.get(word);
}

/** The number of a stem before one of the endings of {@link STEM}. */
export function stemOf(stem: string): number | undefined {
  return meaningOf(stem)?.number ?? STEMS[stem] ?? tensOf(stem);
}

/** `fünfundzwanzig`, `vijfentwintig`, `veinticinco`: a ten in the word makes it more than twenty. */
function tensOf(stem: string): number | undefined {
  return TENS_INSIDE.test(stem) ? 20 : undefined;
}

function meaning(word: string): Meaning {
  const key = folded(word);
  const known = words.get(key);
  if (known) return known;
  const made: Meaning = { roles: new Set() };
  words.set(key, made);
  return made;
}

function fill(): void {
  for (const line of NUMBERS) {
    const [small = '', tens = ''] = line.split('|');
    for (const [index, forms] of small.split(' ').entries())
      for (const form of forms.split('/')) meaning(form).number ??= index + 1;
    for (const [index, forms] of tens.split(' ').entries())
      for (const form of forms.split('/')) if (form) meaning(form).number ??= 20 + 10 * index;
  }
  for (const suffix of ['ten', 'teen'] as const)
    for (const word of SUFFIXES[suffix].split(' ')) Object.assign(meaning(word), { suffix, number: 10 });
  for (const unit of ['year', 'years', 'aged', 'month'] as const)
    for (const word of UNITS[unit].split(' ')) meaning(word).unit ??= unit;
  for (const role of Object.keys(ROLES).filter(isRole))
    for (const word of ROLES[role].split(' ')) meaning(word).roles.add(role);
  for (const line of ORDINALS.split('|'))
    for (const [index, forms] of line.split(' ').entries())
      for (const form of forms.split('/')) ordinals.set(folded(form), index + 1);
}

function isRole(name: string): name is Role {
  return Object.hasOwn(ROLES, name);
}
