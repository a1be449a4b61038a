import type { ImageModelV3, ImageModelV4, ImageModelV4File, SharedV3Warning } from '@ai-sdk/provider';
import {
  type Engine,
  type GenerationRequest,
  type GenerationResult,
  type ImageGenerator,
  moderateGeneration,
  resultOf,
} from '@shoji/core';
import { assertScreening } from '@shoji/core/generation';
import { Account, RequestEvidence } from '@shoji/core/screen';
import type { FieldsOf } from '../fields.ts';
import { askModel, assertImageModel, nameOf } from '../model.ts';
import { type ModelAnswer, noticesOf, picturesOf, usageOf } from '../read-answer.ts';
import { screenInput } from './input-images.ts';
import { type ReadCall, readCall } from './read-call.ts';
import type { CallRole } from './read-options.ts';
import { type ScreenedResult, screenedResult } from './result.ts';
import { refusalOf, toSdkError } from './to-sdk-error.ts';

/** An engine without a generator: the wrapped model makes the pictures. */
export type ScreeningEngine = Omit<Engine, 'generator'>;

/** Limits of a screened model, and its observer. */
export interface ShojiMiddlewareOptions {
  /**
   * The role of each provider option that calls may hold, e.g.
   * `{ replicate: { negative_prompt: 'negative', output_format: 'name', num_inference_steps: 'number' } }`. A call with
   * another one is refused. The predefined negative prompt goes into each option with the role `negative`.
   */
  readonly fields?: FieldsOf<CallRole>;
  /** Set false for a model without a negative prompt: its calls then have no warning about that. */
  readonly negativePrompt?: false;
  /** How the model reads a mask. Masks are refused when left out; those of transparency cannot be screened. */
  readonly mask?: 'brightness';
  /**
   * Receives each result, refusals too: findings, cost, timings, and originals where the policy lets people reveal
   * them. Errors that it throws are ignored.
   */
  readonly onResult?: (result: GenerationResult) => void;
}

/** A middleware for `wrapImageModel` of AI SDK 6 and 7. */
export interface ShojiMiddleware {
  readonly specificationVersion: 'v3';
  readonly wrapGenerate: (call: {
    readonly params: object;
    readonly model: ImageModelV3 | ImageModelV4;
  }) => Promise<ScreenedResult>;
}

/** The longest prompt, as in Shoji's proxy: every check reads that much in one piece. */
const PROMPT_LIMIT = { most: 32_000, unit: 'characters' } as const;

const NEGATIVE_UNSENT: SharedV3Warning = {
  type: 'unsupported',
  feature: 'negativePrompt',
  details:
    'Shoji’s predefined negative prompt is not sent: name the provider option that takes it, as ' +
    'shojiMiddleware(engine, { fields: { <provider>: { <option>: "negative" } } }), or set negativePrompt: false ' +
    'where the model has none.',
};

/**
 * A middleware that screens an image model of the AI SDK: the prompt before the model is asked, each picture before the
 * caller gets it.
 *
 * - A refused prompt is thrown as a {@link ShojiRefusedError} with the reasons.
 * - Pictures come back clear or blurred. A withheld one is left out; where none is left, `generateImage` throws its
 *   `NoImageGeneratedError`. `providerMetadata.shoji.images` has decision and reasons of each picture, the withheld
 *   ones last, and `warnings` has the reasons as sentences.
 * - Among several middlewares it must be the last, next to the model: one behind it could change what was screened.
 * - Input images are screened, and sent as the pixels that were judged. Addresses of pictures are refused.
 * - Nothing else of the provider's answer is returned: no metadata, no headers, no text.
 * @param engine The engine that screens; a generator in it is not used.
 * @throws EngineError if the engine has no check for prompts or no check for pictures.
 * @example
 * ```ts
 * import { replicate } from '@ai-sdk/replicate';
 * import { type ScreeningEngine, shojiMiddleware } from '@shoji/ai-sdk';
 * import { generateImage, wrapImageModel } from 'ai';
 *
 * export async function draw(prompt: string, engine: ScreeningEngine) {
 *   const model = wrapImageModel({
 *     model: replicate.image('stability-ai/sdxl'),
 *     middleware: shojiMiddleware(engine, { fields: { replicate: { negative_prompt: 'negative' } } }),
 *   });
 *   const { image, warnings } = await generateImage({ model, prompt });
 *   return { image, warnings };
 * }
 * ```
 */
export function shojiMiddleware(
  engine: ScreeningEngine,
  options: ShojiMiddlewareOptions = {},
): ShojiMiddleware {
  assertScreening(engine);
  return {
    specificationVersion: 'v3',
    async wrapGenerate({ params, model }) {
      const id = `gen_${crypto.randomUUID()}`;
      let signal = new AbortController().signal;
      try {
        assertImageModel(model);
        const call = readCall(params, options);
        signal = call.abortSignal ?? signal;
        return await screenedCall({ call, model, id, signal }, engine, options);
      } catch (error) {
        throw toSdkError(error, { id, signal });
      }
    },
  };
}

interface Call {
  readonly call: ReadCall;
  readonly model: ImageModelV3 | ImageModelV4;
  readonly id: string;
  readonly signal: AbortSignal;
}

async function screenedCall(
  { call, model, id, signal }: Call,
  engine: ScreeningEngine,
  options: ShojiMiddlewareOptions,
): Promise<ScreenedResult> {
  const account = new Account(engine.prices);
  const evidence = new RequestEvidence();
  const inputs: { files?: ImageModelV4File[]; mask?: ImageModelV4File } = {};
  const prepare = async (until: AbortSignal) => {
    const screen = (image: Parameters<typeof screenInput>[0], path: string) =>
      screenInput(image, path, engine, { id, account, evidence, signal: until });
    const files = call.files?.map((image, at) => screen(image, `files.${at}`));
    const [mask, ...screened] = await Promise.all([call.mask && screen(call.mask, 'mask'), ...(files ?? [])]);
    if (files !== undefined) inputs.files = screened.flatMap((file) => file ?? []);
    if (mask !== undefined) inputs.mask = mask;
  };

  const answers: ModelAnswer[] = [];
  const generator: ImageGenerator = {
    name: nameOf(model),
    kind: 'model',
    limits: {
      maxImages: call.n,
      side: { min: 1, max: 99_999, multipleOf: 1 },
      prompt: PROMPT_LIMIT,
      negativePrompt: call.options.negatives.length > 0,
      // Some calls, such as upscaling, need no prompt.
      emptyPrompt: call.files !== undefined,
    },
    async generate(request, { signal: until }) {
      const wanted = request.seeds.length;
      const asked = {
        prompt: call.prompt === undefined ? undefined : request.prompt.text,
        n: wanted,
        size: call.size,
        aspectRatio: call.aspectRatio,
        // Without the caller's seed, the model chooses one, also for another attempt.
        seed: call.seed === undefined ? undefined : request.seeds[0],
        files: inputs.files,
        mask: inputs.mask,
        providerOptions: call.options.fill(request),
        headers: call.headers,
      };
      const answer = await askModel(model, asked, until);
      answers.push(answer);
      return { images: picturesOf(answer, wanted), usage: usageOf(answer), notices: noticesOf(answer) };
    },
  };

  const result = await resultOf(
    moderateGeneration(requestOf(call), { ...engine, generator }, { id, signal, account, evidence, prepare }),
  );
  report(result, options);
  if (result.status !== 'completed') throw refusalOf(result);
  const unsent = !generator.limits.negativePrompt && options.negativePrompt !== false;
  return screenedResult(result, answers, {
    modelId: model.modelId,
    warnings: [...(unsent ? [NEGATIVE_UNSENT] : []), ...surplus(answers, call.n)],
  });
}

function requestOf({ prompt = '', n, size, seed, options }: ReadCall): GenerationRequest {
  const [width, height] = (size ?? '').split('x').map(Number);
  const [negativePrompt, ...otherNegativePrompts] = options.negatives;
  return {
    prompt,
    otherPrompts: options.prompts,
    names: options.names,
    negativePrompt,
    otherNegativePrompts,
    n,
    // `size` is empty where the model chooses.
    ...(size !== undefined && { width, height }),
    seed,
    guidanceScale: options.guidanceScale,
  };
}

/** The warning that a model made more pictures than requested, which a provider option can cause. */
function surplus(answers: readonly ModelAnswer[], n: number): SharedV3Warning[] {
  return answers.some(({ images }) => images.length > n)
    ? [{ type: 'other', message: 'Shoji: the model made more pictures than n; the others were left out.' }]
    : [];
}

function report(result: GenerationResult, { onResult }: ShojiMiddlewareOptions): void {
  try {
    onResult?.(result);
  } catch {
    // A log that fails must not change what people are shown.
  }
}
