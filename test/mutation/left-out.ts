import { z } from 'zod';
import { type Mutant, nameOf } from './mutants.ts';

/**
 * Mutants that no test can notice, because the module does the same with and without the change, each with why.
 * A list of them is `left-out.json`.
 */
export const leftOutSchema = z.array(
  z.strictObject({
    file: z.string(),
    /** The line as it is, without its indent. */
    original: z.string(),
    /** The line as the mutant has it. */
    mutated: z.string(),
    reason: z.string().min(20),
  }),
);
export type LeftOut = z.infer<typeof leftOutSchema>;

/** The mutants that count. */
export function withoutLeftOut(mutants: readonly Mutant[], list: LeftOut): Mutant[] {
  const names = new Set(list.map(nameOf));
  return mutants.filter((mutant) => !names.has(nameOf(mutant)));
}

/** Entries that name no mutant: their line changed, and with it perhaps the reason. */
export function stale(mutants: readonly Mutant[], list: LeftOut): LeftOut {
  const names = new Set(mutants.map(nameOf));
  return list.filter((entry) => !names.has(nameOf(entry)));
}
