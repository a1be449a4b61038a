import { CheckError } from '@shoji/core';
import type { ReadLine, TextReader } from '@shoji/core/text';
import * as z from 'zod';
import type { Lifetime, ProcessOptions } from '../process/shared-model.ts';
import { sharedPictureModel } from '../process/shared-picture-model.ts';

const NAME = 'embedded-text';

/** Pictures that may wait for each process: some five seconds of work. The default deadline is ten. */
const MOST_WAITING = 24;

/** Options of the embedded reader. */
export type EmbeddedTextReaderOptions = ProcessOptions;

const readingSchema = z.object({
  lines: z.array(
    z.object({
      text: z.string(),
      confidence: z.number().min(0).max(100),
      left: z.number(),
      top: z.number(),
      right: z.number(),
      bottom: z.number(),
    }),
  ),
  model: z.string(),
});

/**
 * Reads upright printed English text in pictures by Tesseract, in a child process, for `wordsInPictures`. It needs the packages
 * `tesseract.js` and `@tesseract.js-data/eng`, which are not installed with this one; nothing is downloaded when it runs.
 * It finds words on plain ground well, about half of those on a busy one, and hardly any that are turned or drawn (see
 * `docs/operators/words-in-pictures.md`).
 * @example
 * ```ts
 * export default defineConfig({
 *   image: [embeddedImageModerator(), wordsInPictures({ reader: embeddedTextReader() })],
 * });
 * ```
 */
export function embeddedTextReader(options: EmbeddedTextReaderOptions = {}): TextReader & Lifetime {
  const { ask, warmUp, close } = sharedPictureModel(
    { name: 'the embedded text reader', entry: new URL('../process/text-model.ts', import.meta.url) },
    options,
    MOST_WAITING,
  );

  return {
    name: NAME,
    specificationVersion: 1,
    async read(image, call) {
      const answer = await ask(image, call);
      const { data } = readingSchema.safeParse(answer);
      if (data === undefined)
        throw new CheckError('invalid-answer', 'The embedded text reader must answer lines of text.');
      const line = ({
        text,
        confidence,
        left,
        top,
        right,
        bottom,
      }: (typeof data.lines)[number]): ReadLine => ({
        text,
        confidence: confidence / 100,
        box: {
          left: left / image.width,
          top: top / image.height,
          width: (right - left) / image.width,
          height: (bottom - top) / image.height,
        },
      });
      return { lines: data.lines.map(line), model: data.model };
    },
    warmUp,
    close,
  };
}
