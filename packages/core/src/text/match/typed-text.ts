import { languageOf, type TextLanguage } from '../words/known-words.ts';

/** A text that terms are looked for in, and what is found out about it where a match depends on it. */
export interface TypedText {
  readonly text: string;
  /** Its language, found out when it is first asked for: few texts ever are. */
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
