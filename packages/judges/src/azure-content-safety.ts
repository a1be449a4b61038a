import { type Category, CheckError, type CheckReport, type EncodedImage, type Finding } from '@shoji/core';
import { lazy } from '@shoji/core/time';
import * as z from 'zod/mini';
import { base64, type Judge, type JudgeOptions, requiredKey, urlBelow } from './options.ts';

/** Options for Azure AI Content Safety. */
export interface AzureContentSafetyOptions extends JudgeOptions {
  /** The address of your resource, such as `https://acme.cognitiveservices.azure.com`. */
  readonly endpoint: string;
  /** A key of the resource, such as `process.env.CONTENT_SAFETY_KEY`. An empty one is refused. */
  readonly key: string | undefined;
  /** The version of the API; `2024-09-01` when not given, the one whose answers Shoji was written for. */
  readonly apiVersion?: string;
}

/** The four categories of the service. Source: Azure AI Content Safety, "Harm categories". */
const MEANING: Readonly<Record<string, Category>> = {
  Hate: 'hate',
  SelfHarm: 'self-harm',
  Sexual: 'sexual',
  Violence: 'violence',
};
const NAMES = Object.keys(MEANING);

/** The highest severity: texts have 0 to 7, pictures 0, 2, 4 and 6. Source: "Severity levels". */
const MOST_SEVERE = 7;

/**
 * The score of each severity. The service calls 2 low, 4 medium and 6 high: in the standard policy low changes nothing (in
 * the strict one it refuses a prompt),
 * medium warns or blurs, and high refuses or withholds.
 */
const SCORES = [0, 0.25, 0.45, 0.5, 0.7, 0.85, 0.95, 1];

// Limits of the input. Source: Azure AI Content Safety, "Input requirements".
const MAX_CHARACTERS = 10_000;
const MAX_BYTES = 4 * 1_024 * 1_024;
const MIN_SIDE = 50;
const MAX_SIDE = 7_200;

/** Characters of one billed text record. Source: Azure AI Content Safety pricing. */
const RECORD = 1_000;

/** Calls a second of a resource in the tier S0: 1,000 in 10 seconds. Source: "Query rates". */
const PER_SECOND = 100;

const answerSchema = z.object({
  blocklistsMatch: z.nullish(z.array(z.unknown()).check(z.length(0))),
  categoriesAnalysis: z.array(
    z.object({ category: z.string(), severity: z.int().check(z.gte(0), z.lte(MOST_SEVERE)) }),
  ),
});
type Analysis = z.infer<typeof answerSchema>['categoriesAnalysis'];

/**
 * Judges prompts and pictures with Azure AI Content Safety: hate, self-harm, sexual content and violence. Text and
 * pictures go to your resource. A text has at most 10,000 characters, a longer one is skipped; a picture has 50 to
 * 7,200 px a side and at most 4 MB. An unknown category fails the check, and so does a missing one.
 * @throws OperatorError when the key is missing or the address is not usable.
 * @example
 * ```ts
 * const { prompt, image } = azureContentSafety({
 *   endpoint: 'https://acme.cognitiveservices.azure.com',
 *   key: process.env.CONTENT_SAFETY_KEY,
 * });
 * ```
 */
export function azureContentSafety(options: AzureContentSafetyOptions): Judge {
  const { name = 'azure-content-safety', apiVersion = '2024-09-01' } = options;
  const key = requiredKey('azureContentSafety', 'key', options.key);
  const below = (path: string) => {
    const url = new URL(urlBelow('azureContentSafety', options.endpoint, path));
    url.searchParams.set('api-version', apiVersion);
    return url.href;
  };
  const [textUrl, imageUrl] = [below('contentsafety/text:analyze'), below('contentsafety/image:analyze')];
  const service = lazy(async () => {
    const { jsonService } = await import('./http/service.ts');
    return jsonService({ perSecond: PER_SECOND, concurrency: PER_SECOND }, options.resilience ?? {});
  });
  const ask = async (check: string, url: string, body: object, signal: AbortSignal): Promise<Finding[]> => {
    signal.throwIfAborted();
    const post = await service();
    const request = { url, headers: { 'ocp-apim-subscription-key': key }, body };
    const { categoriesAnalysis } = await post(check, request, answerSchema, signal);
    return findings(check, categoriesAnalysis);
  };

  const covers = Object.values(MEANING);
  const [promptCheck, imageCheck] = [`${name}-prompt`, `${name}-image`];
  return {
    prompt: {
      name: promptCheck,
      specificationVersion: 1,
      covers,
      async classify(prompt, { signal }): Promise<CheckReport> {
        signal.throwIfAborted();
        // The service refuses an empty text, and a blank one says nothing.
        if (prompt.trim() === '') return { findings: [] };
        const characters = [...prompt].length;
        if (characters > MAX_CHARACTERS) return { findings: [], skipped: 'too-long' };
        const body = { text: prompt.toWellFormed(), categories: NAMES, outputType: 'EightSeverityLevels' };
        return {
          findings: await ask(promptCheck, textUrl, body, signal),
          usage: [{ item: 'azure-content-safety.text-record', quantity: Math.ceil(characters / RECORD) }],
        };
      },
    },
    image: {
      name: imageCheck,
      specificationVersion: 1,
      covers,
      async moderate(image, { signal }): Promise<CheckReport> {
        assertWithinLimits(imageCheck, image);
        const body = {
          image: { content: base64(image.bytes) },
          categories: NAMES,
          outputType: 'FourSeverityLevels',
        };
        return {
          findings: await ask(imageCheck, imageUrl, body, signal),
          usage: [{ item: 'azure-content-safety.image', quantity: 1 }],
        };
      },
    },
  };
}

function findings(check: string, analysis: Analysis): Finding[] {
  const named = analysis.map(({ category }) => category);
  const unknown = named.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new CheckError('unknown-label', `${check}: unknown category "${unknown}"`);
  const missing = NAMES.find((name) => named.filter((each) => each === name).length !== 1);
  if (missing !== undefined)
    throw new CheckError('invalid-answer', `${check}: ${missing} must have one severity`);
  return analysis.flatMap(({ category: label, severity }) => {
    const [category, score] = [MEANING[label], SCORES[severity]];
    if (category === undefined || !score) return [];
    return [{ check, category, label, score }];
  });
}

function assertWithinLimits(check: string, { width, height, bytes }: EncodedImage): void {
  const refuse = (reads: string) => new CheckError('invalid-input', `${check}: reads ${reads}`);
  if (Math.min(width, height) < MIN_SIDE || Math.max(width, height) > MAX_SIDE)
    throw refuse(`${MIN_SIDE}–${MAX_SIDE} px a side, not ${width}×${height}`);
  if (bytes.length > MAX_BYTES) throw refuse(`${MAX_BYTES} bytes, not ${bytes.length}`);
}
