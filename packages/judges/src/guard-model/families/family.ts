import { type Category, CheckError, type EncodedImage } from '@shoji/core';

/** The kinds of guard models, each with an answer format. */
export type GuardFamily = 'llama-guard' | 'shieldgemma' | 'granite-guardian' | 'policy';

/** The categories to ask for: by name in Shoji's words, or each in yours. */
export type GuardPolicy = readonly Category[] | Readonly<Partial<Record<Category, string>>>;

/** Something that a model found. */
export interface GuardFinding {
  readonly category: Category;
  readonly label: string;
  readonly score: number;
}

/** One request to the model, and how its answer is read. */
export interface Question {
  /** The fields of the request in addition to the model's name. */
  readonly body: Readonly<Record<string, unknown>>;
  /** True where the model goes on after its verdict, so that its answer is always cut off. */
  readonly cutOff?: boolean;
  /**
   * Reads the whole answer.
   * @throws CheckError `invalid-answer` for anything but the family's format, `unknown-label` for an unknown category.
   */
  read(answer: string): GuardFinding[];
}

/** A family with its settings. */
export interface Guard {
  readonly covers: readonly Category[];
  /** A limit of the model that `covers` does not say. */
  readonly caveat?: string;
  /** The requests that judge a text, all of which must be answered. */
  ofText(text: string): Question[];
  /** The same for a picture; absent where the family reads none. */
  ofPicture?(image: EncodedImage): Question[];
}

/** The score of a verdict that comes without one. */
export const CERTAIN = 1;

/** For an answer in another format: it is quoted nowhere, because it may quote the text. */
export function unreadable(format: string): CheckError {
  return new CheckError('invalid-answer', `the model did not answer ${format}`);
}
