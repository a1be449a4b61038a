import { resilient } from '@shoji/capacity';
import { CheckError } from '@shoji/core';
import type { ReadLine, TextReader, TextReading } from '@shoji/core/text';
import { lazy } from '@shoji/core/time';
import * as z from 'zod/mini';
import { isOutage, isRetryable, readAnswer, toCheckError } from './errors.ts';
import { type AwsOptions, clientConfig, quotaOf } from './options.ts';
import { assertWithinLimits } from './rekognition.ts';

/** Options for the text detection of Amazon Rekognition. */
export interface RekognitionTextOptions extends AwsOptions {
  /** Needed only to tell two readers of this kind apart in the log. */
  readonly name?: string;
  /**
   * The least confidence (0–100) of words to request; 50 when left out. The service's default, 80, would hide words that
   * it is less sure of.
   */
  readonly minConfidence?: number;
}

/**
 * Most words that DetectText finds in one picture; it does not say that there were more. Source: API reference,
 * DetectText.
 */
const MOST_WORDS = 100;

/**
 * Calls a second. The quota of DetectText differs by Region and account; this is the least quota of the service's image
 * operations. `resilience.perSecond` sets that of your account.
 */
const CALLS_PER_SECOND = 5;

const percent = z.number().check(z.minimum(0), z.maximum(100));
const fraction = z.number();
const answerSchema = z.object({
  TextDetections: z.array(
    z.object({
      Type: z.enum(['LINE', 'WORD']),
      DetectedText: z.string(),
      Confidence: percent,
      Id: z.optional(z.number()),
      ParentId: z.optional(z.number()),
      Geometry: z.optional(
        z.object({
          BoundingBox: z.optional(
            z.object({ Left: fraction, Top: fraction, Width: fraction, Height: fraction }),
          ),
        }),
      ),
    }),
  ),
  TextModelVersion: z.optional(z.string()),
});
type Answer = z.infer<typeof answerSchema>;

/**
 * Reads the text of pictures with DetectText, for `wordsInPictures`. The service finds text that is turned by up to 90
 * degrees, and at most 100 words: a picture with as many is not read whole, so its check fails. Each picture is billed as
 * `rekognition.text`.
 * @example
 * ```ts
 * export default defineConfig({
 *   image: [rekognition(), wordsInPictures({ reader: rekognitionText({ region: 'us-east-1' }) })],
 * });
 * ```
 */
export function rekognitionText(options: RekognitionTextOptions = {}): TextReader {
  const { name = 'rekognition-text', minConfidence = 50 } = options;

  const service = lazy(async () => {
    const { RekognitionClient, DetectTextCommand, ShortAnswers } = await import('./clients/rekognition.ts');
    const client = new RekognitionClient({ ...clientConfig(options), requestHandler: new ShortAnswers() });
    const run = resilient({
      ...quotaOf(CALLS_PER_SECOND),
      ...options.resilience,
      retryable: isRetryable,
      trips: isOutage,
    });
    return (bytes: Uint8Array, signal: AbortSignal) =>
      run(async (abortSignal) => {
        const command = new DetectTextCommand({
          Image: { Bytes: bytes },
          Filters: { WordFilter: { MinConfidence: minConfidence } },
        });
        return readAnswer(name, answerSchema, await client.send(command, { abortSignal }));
      }, signal);
  });

  return {
    name,
    specificationVersion: 1,
    async read(image, { signal }) {
      assertWithinLimits(image);
      try {
        const detect = await service();
        return reading(name, await detect(image.bytes, signal));
      } catch (error) {
        throw toCheckError(name, error, signal);
      }
    },
  };
}

function reading(name: string, { TextDetections, TextModelVersion: model }: Answer): TextReading {
  const words = TextDetections.filter(({ Type }) => Type === 'WORD');
  if (words.length >= MOST_WORDS)
    throw new CheckError('invalid-input', `${name}: ${words.length} words; there may be more in the picture`);
  const lines = TextDetections.filter(({ Type }) => Type === 'LINE');
  const ids = new Set(lines.map(({ Id }) => Id));
  // A word belongs to a line. One that belongs to none is read as a line, so that it is not lost.
  const alone = words.filter(({ ParentId }) => ParentId === undefined || !ids.has(ParentId));
  return {
    lines: [...lines, ...alone].map(lineOf),
    ...(model !== undefined && { model }),
    usage: [{ item: 'rekognition.text', quantity: 1 }],
  };
}

function lineOf({ DetectedText, Confidence, Geometry }: Answer['TextDetections'][number]): ReadLine {
  const box = Geometry?.BoundingBox;
  return {
    text: DetectedText,
    confidence: Confidence / 100,
    ...(box && { box: { left: box.Left, top: box.Top, width: box.Width, height: box.Height } }),
  };
}
