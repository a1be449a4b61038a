import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Messages } from './messages.ts';

/** Every language of the screen, by BCP 47 code. */
export const catalogues = { en, ja } as const satisfies Record<string, Messages>;
export type Language = keyof typeof catalogues;
export const LANGUAGES: readonly Language[] = ['en', 'ja'];

/** The first of the wanted languages (BCP 47) that has a catalogue, else English. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
