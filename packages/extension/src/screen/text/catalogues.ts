import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Messages } from './messages.ts';

/** Every language of the screen, by BCP 47 code. */
export const catalogues = { en, ja } as const satisfies Record<string, Messages>;
export type Language = keyof typeof catalogues;
export const LANGUAGES: readonly Language[] = ['en', 'ja'];

/** The first wanted language that there is a catalogue for; English where there is none. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
