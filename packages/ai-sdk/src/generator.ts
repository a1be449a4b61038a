import type { GeneratorLimits, ImageGenerator, ScreenedRequest } from '@shoji/core';
import type { Notice } from '@shoji/core/vocabulary';
import { type FieldsOf, type FilledField, namedFields, type ProviderOptions, withFields } from './fields.ts';
import {
  type AiSdkImageModel,
  askModel,
  assertImageModel,
  imagesPerCall,
  type ModelCall,
  nameOf,
} from './model.ts';
import { type ModelAnswer, noticesOf, picturesOf, usageOf } from './read-answer.ts';

/** Values of a request that a provider option can carry: the merged negative prompt, its steps, its guidance scale. */
export type GeneratorRole = 'negative' | 'steps' | 'guidance';

/** Options for an image model of the AI SDK as a generator. */
export interface AiSdkImageOptions {
  /** The generator's name in answers and logs; the provider's and the model's when left out. */
  readonly name?: string;
  /**
   * The provider options for values without a parameter in the AI SDK, e.g. `{ replicate: { negative_prompt:
   * 'negative', num_inference_steps: 'steps', guidance_scale: 'guidance' } }`. Without an option for `negative` the
   * predefined negative prompt is not sent.
   */
  readonly fields?: FieldsOf<GeneratorRole>;
  /** Set false for a model without a negative prompt: the operator then gets no warning for each generation. */
  readonly negativePrompt?: false;
  /** Provider options of every call. */
  readonly providerOptions?: ProviderOptions;
  /** HTTP headers of every call. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The parameter for width and height; `size` when left out. `none` leaves the size to the model. */
  readonly dimensions?: 'size' | 'aspect-ratio' | 'none';
  /**
   * Whether each picture is one call with its own seed (the default), so that a seed makes the same picture again.
   * False for models without seeds: one call then requests as many pictures as the model allows.
   */
  readonly seeds?: boolean;
  /** Replaces single limits: 4 images, sides from 64 to 4,096 in steps of 8 pixels. */
  readonly limits?: Partial<Omit<GeneratorLimits, 'negativePrompt'>>;
}

const LIMITS = { maxImages: 4, side: { min: 64, max: 4_096, multipleOf: 8 } };

const NEGATIVE_UNSENT: Notice = {
  code: 'negative-prompt-unsent',
  message:
    'The predefined negative prompt is not sent: name the provider option that takes it, as fields: ' +
    '{ <provider>: { <option>: "negative" } }, or set negativePrompt: false where the model has none.',
};

/**
 * An image model of the AI SDK as a generator of Shoji.
 *
 * Calls of one request run in parallel; when one fails, the others are aborted. No call is retried. Billed as
 * `ai-sdk.image`, and as `ai-sdk.input-token` and `ai-sdk.output-token` where the provider reports them. The engine's
 * `observe` gets the provider's warnings as notices with the code `provider-warning`.
 * @throws OperatorError if `model` is not an image model of a known interface version.
 * @example
 * ```ts
 * import { replicate } from '@ai-sdk/replicate';
 * import { aiSdkImage } from '@shoji/ai-sdk';
 *
 * const generator = aiSdkImage(replicate.image('stability-ai/sdxl'), {
 *   fields: { replicate: { negative_prompt: 'negative', guidance_scale: 'guidance' } },
 * });
 * ```
 */
export function aiSdkImage(model: AiSdkImageModel, options: AiSdkImageOptions = {}): ImageGenerator {
  assertImageModel(model);
  const fields = namedFields(options.fields ?? {});
  const negativePrompt = fields.some(({ role }) => role === 'negative');
  const unsent = negativePrompt || options.negativePrompt === false ? [] : [NEGATIVE_UNSENT];

  const callFor = (request: ScreenedRequest, seeds: readonly number[]): ModelCall => ({
    prompt: request.prompt.text,
    n: seeds.length,
    ...dimensionsOf(request, options.dimensions),
    seed: options.seeds === false ? undefined : seeds[0],
    files: undefined,
    mask: undefined,
    providerOptions: withFields(
      options.providerOptions ?? {},
      fields.flatMap((field) => filled(field, request)),
    ),
    headers: { ...options.headers },
  });

  return {
    name: options.name ?? nameOf(model),
    specificationVersion: 1,
    kind: 'model',
    limits: { ...LIMITS, ...options.limits, negativePrompt },
    async generate(request, { signal, onProgress }) {
      const size = options.seeds === false ? await imagesPerCall(model) : 1;
      const batches = inBatches(request.seeds, size);
      let done = 0;
      const answers = await allOrNone(batches, signal, async (seeds, either) => {
        const answer = await askModel(model, callFor(request, seeds), either);
        done += seeds.length;
        onProgress?.(done / request.seeds.length);
        return answer;
      });
      return {
        images: answers.flatMap((answer, at) => picturesOf(answer, batches[at]?.length ?? 0)),
        usage: answers.flatMap(usageOf),
        notices: [...unsent, ...distinct(answers.flatMap(noticesOf))],
      };
    },
  };
}

/** The answers to all batches; when one fails, the others are aborted. */
async function allOrNone(
  batches: readonly (readonly number[])[],
  signal: AbortSignal,
  ask: (seeds: readonly number[], signal: AbortSignal) => Promise<ModelAnswer>,
): Promise<ModelAnswer[]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  try {
    return await Promise.all(batches.map((seeds) => ask(seeds, either)));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}

function inBatches(seeds: readonly number[], size: number): (readonly number[])[] {
  return Array.from({ length: Math.ceil(seeds.length / size) }, (_, at) =>
    seeds.slice(at * size, (at + 1) * size),
  );
}

function dimensionsOf(
  { width, height }: ScreenedRequest,
  dimensions: AiSdkImageOptions['dimensions'] = 'size',
): Pick<ModelCall, 'size' | 'aspectRatio'> {
  const shared = commonDivisor(width, height);
  return {
    size: dimensions === 'size' ? `${width}x${height}` : undefined,
    aspectRatio: dimensions === 'aspect-ratio' ? `${width / shared}:${height / shared}` : undefined,
  };
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function filled(
  {
    provider,
    field,
    role,
  }: { readonly provider: string; readonly field: string; readonly role: GeneratorRole },
  { negativePrompt, steps, guidanceScale }: ScreenedRequest,
): FilledField[] {
  switch (role) {
    case 'negative':
      return negativePrompt === '' ? [] : [{ provider, field, value: negativePrompt }];
    case 'steps':
      return [{ provider, field, value: steps }];
    case 'guidance':
      return [{ provider, field, value: guidanceScale }];
  }
}

/** Each notice once: every call of a request has the same warnings. */
function distinct(notices: readonly Notice[]): Notice[] {
  return [...new Map(notices.map((notice) => [notice.message, notice])).values()];
}
