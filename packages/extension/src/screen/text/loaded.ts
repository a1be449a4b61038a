import { textsByLanguage } from './by-language.ts';
import type { Messages } from './messages.ts';

/** The texts of the screen, each language in a file that is loaded when it is shown. */
export const loadedCatalogues = textsByLanguage<Messages>({
  en: async () => (await import('./en.ts')).en,
  ja: async () => (await import('./ja.ts')).ja,
});
