/** What categories and warnings are called, in English and Japanese: the one place for the server, dialects and screens. */
import * as en from './en.ts';
import * as ja from './ja.ts';
import type { Language, Phrases } from './phrases.ts';

export type { Language, Phrases, SpokenCode, WarningSubject } from './phrases.ts';

/** The phrases of each language. */
export const PHRASES: Readonly<Record<Language, Phrases>> = { en, ja };
