import { languageOf, type TextLanguage } from '../words/known-words.ts';

/** A text to match, with the facts that are computed only when a match depends on them. */
export interface TypedText {
  readonly text: string;
  /** Its language, computed at the first use: few texts need it. */
  readonly language: TextLanguage;
}

let last: TypedText | undefined;

/** A text as typed; the same object for the same text as before. */
export function typedText(text: string): TypedText {
  if (last?.text === text) return last;
  let language: TextLanguage | undefined;
  last = {
    text,
    get language() {
      language ??= languageOf(text);
      return language;
    },
  };
  return last;
}
