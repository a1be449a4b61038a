import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { TextsByLanguage } from '../text/by-language.ts';
import { type Language, preferredLanguage } from '../text/languages.ts';
import { loadedCatalogues } from '../text/loaded.ts';
import type { Messages } from '../text/messages.ts';

/** Everything that the language of a surface depends on. */
export interface LanguageDoor {
  readonly memory: {
    read(name: 'language'): string | undefined;
  };
  /** The creator's languages, most wanted first (BCP 47). */
  readonly languages: readonly string[];
  /** Texts that only this surface has; they change language together with the screen's. */
  readonly texts?: TextsByLanguage<unknown>;
}

/** The language that a screen opens in: the remembered one, else the creator's. */
export function firstLanguage({ memory, languages }: LanguageDoor): Language {
  return preferredLanguage([memory.read('language') ?? '', ...languages]);
}

/** Loads all texts of a surface in one language. @throws if they cannot be loaded */
export async function loadTexts(language: Language, texts: LanguageDoor['texts']): Promise<void> {
  await Promise.all([loadedCatalogues.load(language), texts?.load(language)]);
}

/** The language of a screen, and its texts. Those of the {@link firstLanguage} have to be loaded before. */
export function createLanguage(door: LanguageDoor): {
  /** The language of the texts on the screen. */
  readonly language: ReadonlySignal<Language>;
  readonly t: ReadonlySignal<Messages>;
  /** Changes the language as soon as its texts are loaded. If they cannot be loaded, the language stays. */
  speak(language: Language): Promise<void>;
} {
  const language = signal(firstLanguage(door));
  let latest: Language | undefined;
  return {
    language,
    t: computed(() => loadedCatalogues.in(language.value)),
    async speak(wanted) {
      latest = wanted;
      await loadTexts(wanted, door.texts).then(
        () => {
          // A later choice supersedes this one.
          if (latest === wanted) language.value = wanted;
        },
        () => undefined,
      );
    },
  };
}
