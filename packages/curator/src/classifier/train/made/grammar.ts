import { readFileSync } from 'node:fs';
import { isCategory } from '@shoji/core/vocabulary';
import type { LabelledPrompt } from '../../labelled.ts';

/** A start of a grammar: how many different prompts to make from it, and their label. */
interface Root {
  readonly name: string;
  readonly label: string;
  readonly count: number;
}

/** Sentences by rule: a table of lines for each name, and the tables to begin with. */
export interface Grammar {
  readonly tables: ReadonlyMap<string, readonly string[]>;
  readonly roots: readonly Root[];
}

/** Draws for each repeated prompt. */
const TRIES = 4;
/** More nested references than any grammar has: a table must not refer to itself. */
const DEEPEST = 12;

/**
 * Reads a grammar. A line `= name` begins a table, and `= name: safe 40` or `= name: sexual 40` one of which forty
 * harmless or unsafe prompts are made. In a line, `{name}` is any line of that table, and `<a|b>` either.
 * Lines that begin with `#` are comments.
 * @throws RangeError for a line outside of a table and for a reference to a table that is missing.
 */
export function readGrammar(file: URL): Grammar {
  const tables = new Map<string, string[]>();
  const roots: Root[] = [];
  let table: string[] | undefined;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const header = /^= ([^:]+)(?:: (\S+) (\d+))?$/.exec(line);
    if (header) {
      const [, name = '', label, count] = header;
      table = [];
      tables.set(name, table);
      if (label !== undefined) roots.push({ name, label, count: Number(count) });
    } else if (table) table.push(line);
    else throw new RangeError(`${file}: the line "${line}" is in no table.`);
  }
  for (const [name, lines] of tables) {
    if (lines.length === 0) throw new RangeError(`${file}: the table "${name}" is empty.`);
    for (const [, reference = ''] of lines.join('\n').matchAll(/\{([^}]+)\}/g))
      if (!tables.has(reference)) throw new RangeError(`${file}: "${name}" refers to "${reference}".`);
  }
  return { tables, roots };
}

/** The prompts of all roots of a grammar, those of one root different from each other as far as it has so many. */
export function expandGrammar(
  { tables, roots }: Grammar,
  { language, source }: { readonly language: string; readonly source: string },
  random: () => number,
): LabelledPrompt[] {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const expand = (text: string, depth: number): string => {
    if (depth > DEEPEST) throw new RangeError(`"${text}" refers to itself.`);
    return text
      .replace(/<([^<>]*)>/g, (_, choices: string) => pick(choices.split('|')))
      .replace(/\{([^}]+)\}/g, (_, name: string) => expand(pick(tables.get(name) ?? []), depth + 1));
  };
  return roots.flatMap(({ name, label, count }) => {
    const made = new Set<string>();
    for (let tries = 0; made.size < count && tries < count * TRIES; tries++) {
      const text = expand(pick(tables.get(name) ?? []), 0);
      made.add(
        text
          .replace(/\s+/g, ' ')
          .replace(/ ([,.])/g, '$1')
          .trim(),
      );
    }
    return [...made].map((text) => ({
      text,
      unsafe: label !== 'safe',
      ...(isCategory(label) && { category: label }),
      language,
      source,
      at: `${source}: ${name}`,
    }));
  });
}
