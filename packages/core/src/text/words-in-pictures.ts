import type { ImageModerator } from '../ports/image.ts';
import { SPECIFICATION_VERSION } from '../ports/part.ts';
import type { PromptRules } from '../ports/prompt.ts';
import type { ReadLine, TextReader } from '../ports/text-reader.ts';
import { CheckError } from '../vocabulary/check-error.ts';
import type { Finding } from '../vocabulary/finding.ts';
import { rules as builtInRules } from './rules.ts';

/**
 * Options of {@link wordsInPictures}.
 * @example
 * ```ts
 * const options: WordsInPicturesOptions = { reader: rekognitionText(), minConfidence: 0.7 };
 * ```
 */
export interface WordsInPicturesOptions {
  readonly reader: TextReader;
  /** The rules for the text; `rules()` with the built-in lexicon when left out. */
  readonly rules?: readonly PromptRules[];
  /** Lines of which the reader is less sure are left out, 0–1; 0.5 when left out. */
  readonly minConfidence?: number;
  /** Needed only to tell two moderators of this kind apart; `words-in-pictures` when left out. */
  readonly name?: string;
}

/** For people who rely on it. */
const CAVEAT =
  'It reads printed letters only. It does not see words that are drawn, turned, tiny or misspelt, nor scripts that its reader does not know.';

/** Less sure than a coin: most such lines are textures that look like letters. */
const MIN_CONFIDENCE = 0.5;

/** Most characters that are judged, as of a prompt. More in one picture could not be judged in bounded time. */
const MOST_CHARACTERS = 10_000;

/**
 * A moderator of the words that a picture shows: a reader finds them, and the rules of prompts judge them. Each finding
 * is one of the picture, so the policy's thresholds for images decide, and it takes part in the rule about minors. The
 * text is judged as a whole and line by line, because words of another line could excuse those of one.
 * A picture whose text cannot be read is withheld as not checked.
 * @example
 * ```ts
 * const moderator = wordsInPictures({ reader: rekognitionText({ region: 'us-east-1' }) });
 * ```
 */
export function wordsInPictures({
  reader,
  rules = [builtInRules()],
  minConfidence = MIN_CONFIDENCE,
  name = 'words-in-pictures',
}: WordsInPicturesOptions): ImageModerator {
  return {
    name,
    specificationVersion: SPECIFICATION_VERSION,
    wordsOnly: true,
    caveat: CAVEAT,
    covers: [...new Set(rules.flatMap(({ covers }) => covers))],
    ...(reader.warmUp && { warmUp: (options) => reader.warmUp?.(options) ?? Promise.resolve() }),
    ...(reader.close && { close: () => reader.close?.() ?? Promise.resolve() }),
    async moderate(image, options) {
      const { lines, model, notices, usage } = await reader.read(image, options);
      return {
        findings: findingsIn(textsOf(lines, minConfidence, reader.name), rules, name),
        ...(model !== undefined && { model }),
        ...(notices && { notices }),
        ...(usage && { usage }),
      };
    },
  };
}

/** The lines that are judged. */
function textsOf(lines: readonly ReadLine[], minConfidence: number, reader: string): string[] {
  for (const { confidence, text } of lines) {
    if (!(confidence >= 0 && confidence <= 1) || typeof text !== 'string')
      throw new CheckError('invalid-answer', `${reader}: a line without a text or a confidence from 0 to 1`);
  }
  const texts = lines
    .filter(({ confidence }) => confidence >= minConfidence)
    .map(({ text }) => text.trim())
    .filter((text) => text !== '');
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  if (characters > MOST_CHARACTERS)
    throw new CheckError('invalid-input', `${reader}: ${characters} characters in one picture`);
  return texts;
}

/** The strongest finding of each category and label, in the whole text and in each line. */
function findingsIn(texts: readonly string[], rules: readonly PromptRules[], check: string): Finding[] {
  if (texts.length === 0) return [];
  const whole = rules.flatMap((each) => each.match(texts.join(' ')));
  const beside = { namesMinor: whole.some(({ category }) => category === 'minor') };
  const single = texts.length === 1 ? [] : texts;
  const best = new Map<string, Finding>();
  for (const found of [
    ...whole,
    ...single.flatMap((text) => rules.flatMap((each) => each.match(text, beside))),
  ]) {
    // Offsets in the text that was read mean nothing to the person who typed a prompt.
    const { span: _, ...finding } = { ...found, check };
    const key = `${finding.category} ${finding.label}`;
    const held = best.get(key);
    // A score that is not a number must stay, because it makes the report invalid.
    if (held === undefined || !(finding.score <= held.score)) best.set(key, finding);
  }
  return [...best.values()];
}
