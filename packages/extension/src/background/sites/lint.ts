import { classify } from '../../lint/classifier.ts';
import { createLint } from '../../lint/lint.ts';

/** The lint of the background. Service workers have no dynamic `import()`, so the classifier is loaded with it. */
export const lint = createLint(async () => classify);
