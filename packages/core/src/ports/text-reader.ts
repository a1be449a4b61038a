import type { EncodedImage } from '../image/formats.ts';
import type { Notice, Usage } from '../vocabulary/finding.ts';
import type { CallOptions } from './call.ts';
import type { EnginePart } from './part.ts';

/**
 * One line of text in a picture.
 * @example
 * ```ts
 * const line: ReadLine = { text: 'FRESH MARMALADE', confidence: 0.98 };
 * ```
 */
export interface ReadLine {
  readonly text: string;
  /** How sure the reader is of the text, 0–1. */
  readonly confidence: number;
  /** Where it is, in fractions of the picture's width and height. */
  readonly box?: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
}

/**
 * The text of one picture.
 * @example
 * ```ts
 * const reading: TextReading = { lines: [{ text: 'FRESH MARMALADE', confidence: 0.98 }], model: '3.0' };
 * ```
 */
export interface TextReading {
  /** In the order in which a person would read them; empty for a picture without text. */
  readonly lines: readonly ReadLine[];
  /** Version of the model that read. */
  readonly model?: string;
  readonly notices?: readonly Notice[];
  readonly usage?: readonly Usage[];
}

/**
 * Reads the text that a picture shows. Throws `CheckError` when it cannot read all of it: text that was not read is not
 * checked. It makes no verdict; `wordsInPictures` judges what it reads.
 * @example
 * ```ts
 * const reader: TextReader = {
 *   name: 'acme-ocr',
 *   async read({ bytes }, { signal }) {
 *     const lines = await askAcme(bytes, signal);
 *     return { lines: lines.map(({ words, sure }) => ({ text: words, confidence: sure })) };
 *   },
 * };
 * ```
 */
export interface TextReader extends EnginePart {
  /** @param image The pixels to read, encoded; they come from the same picture that a person may be shown. */
  read(image: EncodedImage, options: CallOptions): Promise<TextReading>;
}
