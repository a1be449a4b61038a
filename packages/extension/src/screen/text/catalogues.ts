import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Language } from './languages.ts';
import type { Messages } from './messages.ts';

/** The texts of the screen in all languages, for the background: a service worker cannot import anything later. */
export const catalogues = { en, ja } as const satisfies Record<Language, Messages>;
