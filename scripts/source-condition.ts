/**
 * The export condition under which the packages of this workspace resolve to their TypeScript sources. Packed packages
 * do not have it. package.json files and tsconfig.base.json cannot import it; `test/source-condition.test.ts` compares
 * their copies with it.
 */
export const SOURCE_CONDITION = '@shoji/source';

/** Arguments for a Node process that runs a program of this workspace from its sources. */
export const SOURCE_ARGS: readonly string[] = [`--conditions=${SOURCE_CONDITION}`];
