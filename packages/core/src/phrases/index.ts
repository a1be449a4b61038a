/** Names of categories and sentences of warnings in English and Japanese, for the server, dialects and user interfaces. */
import * as en from './en.ts';
import * as ja from './ja.ts';
import type { Language, Phrases } from './phrases.ts';

export type { Language, Phrases, SpokenCode, WarningSubject } from './phrases.ts';

/** The phrases of each language. */
export const PHRASES: Readonly<Record<Language, Phrases>> = { en, ja };

// Each language by itself, for a bundle that loads one.
export { en, ja };
