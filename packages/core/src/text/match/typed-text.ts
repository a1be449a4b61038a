import { languageOf, type TextLanguage } from '../words/known-words.ts';

/** A text to match, with the facts that are computed only when a match depends on them. */
export interface TypedText {
  readonly text: string;
  /** Its language, computed at the first use: few texts need it. */
  readonly language: TextLanguage;
}

/** A text as typed. */
export function typedText(text: string): TypedText {
  let language: TextLanguage | undefined;
  return {
    text,
    get language() {
      language ??= languageOf(text);
      return language;
    },
  };
}
