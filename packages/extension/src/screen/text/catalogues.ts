import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Language } from './languages.ts';
import type { Messages } from './messages.ts';

/** The texts of the screen, by language. */
export const catalogues = { en, ja } as const satisfies Record<Language, Messages>;
