import { type Category, CheckError, type CheckReport, type EncodedImage, type Finding } from '@shoji/core';
import { lazy } from '@shoji/core/time';
import * as z from 'zod/mini';
import { base64, type Judge, type JudgeOptions, requiredKey, urlBelow } from './options.ts';

/** Options for OpenAI's moderation. */
export interface OpenaiModerationOptions extends JudgeOptions {
  /** A key of the API, such as `process.env.OPENAI_API_KEY`. An empty one is refused. */
  readonly apiKey: string | undefined;
  /** The model; `omni-moderation-latest` when not given. Models that read text only are refused by their answers. */
  readonly model?: string;
  /** The base URL of the API, up to its version; `https://api.openai.com/v1` when not given. */
  readonly url?: string;
  /** Lower scores (0–1) give no finding; 0.05 when not given. Keep it under the policy's lowest threshold. */
  readonly minScore?: number;
}

/**
 * The categories of the service, and what each means here. Source: OpenAI API reference, "The moderation object".
 */
const MEANING: Readonly<Record<string, Category>> = {
  harassment: 'harassment',
  'harassment/threatening': 'harassment',
  hate: 'hate',
  'hate/threatening': 'hate',
  illicit: 'illegal',
  'illicit/violent': 'illegal',
  'self-harm': 'self-harm',
  'self-harm/instructions': 'self-harm',
  'self-harm/intent': 'self-harm',
  sexual: 'sexual',
  'sexual/minors': 'sexual-minors',
  violence: 'violence',
  'violence/graphic': 'graphic',
};

/**
 * The categories that the model judges in a picture; it answers 0 for the others. Source: OpenAI's guide to moderation,
 * "Content classifications".
 */
const IN_PICTURES = [
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'violence',
  'violence/graphic',
];

/** For a new category below a known one: the strictest that is below the same parent here. */
const STRICTEST: Readonly<Record<string, Category>> = {
  harassment: 'harassment',
  hate: 'hate',
  illicit: 'illegal',
  'self-harm': 'self-harm',
  sexual: 'sexual-minors',
  violence: 'graphic',
};

/**
 * The least score of a category that the service flags. Its own thresholds differ by category and are not published, so
 * that a flagged score may be low.
 */
const FLAGGED_SCORE = 0.5;

/** Most bytes of a picture. Source: OpenAI's guide to moderation: "image files can be up to 20 MB". */
const MAX_BYTES = 20_000_000;

const score = z.number().check(z.minimum(0), z.maximum(1));
const resultSchema = z.object({
  flagged: z.boolean(),
  categories: z.record(z.string(), z.boolean()),
  category_scores: z.record(z.string(), score),
  category_applied_input_types: z.record(z.string(), z.array(z.string())),
});
const answerSchema = z.object({ model: z.string(), results: z.array(resultSchema).check(z.length(1)) });
type Answer = z.infer<typeof answerSchema>;

/** One kind of input: its word in `category_applied_input_types`, and the categories that must have been judged. */
interface Side {
  readonly check: string;
  readonly input: 'text' | 'image';
  readonly categories: readonly string[];
}

/**
 * Judges prompts and pictures with OpenAI's moderation endpoint, which is free of charge. Text and pictures go to OpenAI.
 * In pictures it knows sexual content, violence and self-harm only. A picture has at most 20 MB. A new category below a
 * known one takes the strictest of its siblings, with the notice `unknown-label`; any other unknown category fails the
 * check, and so does an answer that did not judge the input.
 * @throws OperatorError when the key is missing or the address is not usable.
 * @example
 * ```ts
 * const { prompt, image } = openaiModeration({ apiKey: process.env.OPENAI_API_KEY });
 * ```
 */
export function openaiModeration(options: OpenaiModerationOptions): Judge {
  const { name = 'openai-moderation', model = 'omni-moderation-latest', minScore = 0.05 } = options;
  const apiKey = requiredKey('openaiModeration', 'apiKey', options.apiKey);
  const url = urlBelow('openaiModeration', options.url ?? 'https://api.openai.com/v1', 'moderations');
  const service = lazy(async () => {
    const { jsonService } = await import('./http/service.ts');
    return jsonService(options.resilience ?? {});
  });
  const ask = async (side: Side, input: object, signal: AbortSignal): Promise<CheckReport> => {
    signal.throwIfAborted();
    const post = await service();
    const request = { url, headers: { authorization: `Bearer ${apiKey}` }, body: { model, input: [input] } };
    return report(side, await post(side.check, request, answerSchema, signal), minScore);
  };

  const text: Side = { check: `${name}-prompt`, input: 'text', categories: Object.keys(MEANING) };
  const picture: Side = { check: `${name}-image`, input: 'image', categories: IN_PICTURES };
  return {
    prompt: {
      name: text.check,
      specificationVersion: 1,
      covers: coveredBy(text),
      async classify(prompt, { signal }) {
        signal.throwIfAborted();
        // The service refuses an empty text, and a blank one says nothing.
        if (prompt.trim() === '') return { findings: [] };
        // A lone surrogate has no UTF-8 encoding.
        return ask(text, { type: 'text', text: prompt.toWellFormed() }, signal);
      },
    },
    image: {
      name: picture.check,
      specificationVersion: 1,
      covers: coveredBy(picture),
      async moderate(image, { signal }) {
        return ask(picture, { type: 'image_url', image_url: { url: dataUrl(picture.check, image) } }, signal);
      },
    },
  };
}

function coveredBy({ categories }: Side): Category[] {
  return [...new Set(categories.flatMap((name) => MEANING[name] ?? []))];
}

function dataUrl(check: string, { mediaType, bytes }: EncodedImage): string {
  if (bytes.length > MAX_BYTES) {
    throw new CheckError('invalid-input', `${check}: reads ${MAX_BYTES} bytes, not ${bytes.length}`);
  }
  return `data:${mediaType};base64,${base64(bytes)}`;
}

function report(side: Side, { model, results }: Answer, minScore: number): CheckReport {
  const { check } = side;
  const invalid = (how: string) => new CheckError('invalid-answer', `${check}: ${how}`);
  const [result] = results;
  if (result === undefined) throw invalid('no result');
  const { flagged, categories, category_scores: scores, category_applied_input_types: applied } = result;
  for (const name of side.categories) {
    if (scores[name] === undefined || categories[name] === undefined) throw invalid(`${name} has no score`);
    if (!applied[name]?.includes(side.input)) throw invalid(`${name} was not judged in the ${side.input}`);
  }
  if (flagged !== Object.values(categories).includes(true)) throw invalid('flagged contradicts categories');
  const unknown = new Set<string>();
  const findings = Object.keys({ ...categories, ...scores }).map((label): Finding => {
    const known = Object.hasOwn(MEANING, label) ? MEANING[label] : undefined;
    if (known === undefined) unknown.add(label);
    const own = scores[label] ?? 1;
    return {
      check,
      category: known ?? ofNewCategory(check, label),
      label,
      score: categories[label] === false ? own : Math.max(own, FLAGGED_SCORE),
    };
  });
  return {
    // A category that the model does not judge in this kind of input is 0.
    findings: findings.filter(({ score: own }) => own > 0 && own >= minScore),
    model,
    ...(unknown.size > 0 && {
      notices: [...unknown].map((label) => ({
        code: 'unknown-label',
        message: `OpenAI answered the category "${label}", which this version of Shoji does not know. It counts as the strictest one beside it: ${ofNewCategory(check, label)}.`,
      })),
    }),
    usage: [{ item: 'openai-moderation.request', quantity: 1 }],
  };
}

function ofNewCategory(check: string, label: string): Category {
  const [parent = ''] = label.split('/');
  const category = Object.hasOwn(STRICTEST, parent) && parent !== label ? STRICTEST[parent] : undefined;
  if (category === undefined) throw new CheckError('unknown-label', `${check}: unknown category "${label}"`);
  return category;
}
