import { createHash } from 'node:crypto';
import { edits } from './operators.ts';
import { visits } from './syntax.ts';

/** One changed place in one module. */
export interface Mutant {
  /** Relative to the repository's root, with slashes. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly operator: string;
  /** The line that changes, without its indent, and what it becomes. Together with the file they name a mutant. */
  readonly original: string;
  readonly mutated: string;
  /** The whole module as it runs with the change. */
  readonly source: string;
}

/** Every mutant of one module, in the order of its text. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const found = [...visits(file, source)].flatMap((visit) => edits(visit, source));
  return found
    .toSorted((a, b) => a.start - b.start)
    .map(({ operator, start, end, text }) => {
      const mutated = source.slice(0, start) + text + source.slice(end);
      const from = source.lastIndexOf('\n', start - 1) + 1;
      return {
        file,
        line: source.slice(0, start).split('\n').length,
        operator,
        original: lineFrom(source, from),
        mutated: lineFrom(mutated, from),
        source: mutated,
      };
    });
}

/** A mutant's id, stable as long as its line does not change, even if the line moves in the file. */
export function nameOf({ file, original, mutated }: Pick<Mutant, 'file' | 'original' | 'mutated'>): string {
  return `${file}\n${original}\n${mutated}`;
}

/**
 * Mutants in an order that depends on the seed and on their own names only: the first N are a fair sample, and a
 * change elsewhere in the code leaves the rest of the sample as it was.
 */
export function shuffled(mutants: readonly Mutant[], seed: string): Mutant[] {
  const rank = (mutant: Mutant) =>
    createHash('sha256')
      .update(`${seed}\n${nameOf(mutant)}`)
      .digest('hex');
  return mutants
    .map((mutant) => ({ mutant, rank: rank(mutant) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ mutant }) => mutant);
}

function lineFrom(source: string, start: number): string {
  const end = source.indexOf('\n', start);
  return source.slice(start, end < 0 ? undefined : end).trim();
}
