import { createLint } from './lint.ts';

/** The lint of a surface. The classifier is loaded on first use, because its weights are most of the extension. */
export const lint = createLint(async () => (await import('./classifier.ts')).classify);
