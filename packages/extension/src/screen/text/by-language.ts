import type { Language } from './languages.ts';

/** Texts in every language, of which a surface loads only those that it shows. */
export interface TextsByLanguage<Texts> {
  /** Loads the texts of a language, at most once. @throws if they cannot be loaded */
  load(language: Language): Promise<void>;
  /** The texts of a language. @throws before they are loaded */
  in(language: Language): Texts;
}

/** @param sources Imports the texts of each language. */
export function textsByLanguage<Texts>(
  sources: Readonly<Record<Language, () => Promise<Texts>>>,
): TextsByLanguage<Texts> {
  const loaded = new Map<Language, Texts>();
  return {
    async load(language) {
      if (!loaded.has(language)) loaded.set(language, await sources[language]());
    },
    in(language) {
      const texts = loaded.get(language);
      if (!texts) throw new Error(`the texts in ${language} are not loaded`);
      return texts;
    },
  };
}
