import {
  type ImageModelV2,
  type ImageModelV3,
  type ImageModelV4,
  type ImageModelV4CallOptions,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import { OperatorError } from '@shoji/core';
import { orAborted } from '@shoji/core/time';
import type { ProviderOptions } from './fields.ts';
import { type ModelAnswer, readAnswer } from './read-answer.ts';
import { toGenerationError } from './to-generation-error.ts';

/**
 * An image model of the AI SDK, as provider packages make it: `replicate.image('…')`. The interface versions 2, 3 and 4
 * belong to AI SDK 5, 6 and 7.
 */
export type AiSdkImageModel = ImageModelV2 | ImageModelV3 | ImageModelV4;

/** One call of a model, without its abort signal. */
export interface ModelCall extends Omit<ImageModelV4CallOptions, 'abortSignal' | 'providerOptions'> {
  providerOptions: ProviderOptions;
}

const SPECIFICATIONS: readonly unknown[] = ['v2', 'v3', 'v4'];

/**
 * Refuses everything but an image model whose interface is known.
 * @throws OperatorError
 */
export function assertImageModel(model: unknown): void {
  if (typeof model === 'string') {
    throw new OperatorError(
      `"${model}" is the name of a model; pass the model itself, such as gateway.image('${model}').`,
    );
  }
  const version =
    typeof model === 'object' && model !== null && 'specificationVersion' in model
      ? model.specificationVersion
      : undefined;
  if (SPECIFICATIONS.includes(version) && isCallable(model)) return;
  throw new OperatorError(
    version === undefined || SPECIFICATIONS.includes(version)
      ? 'This is not an image model of the AI SDK; pass one such as replicate.image("…").'
      : `This image model has the interface ${String(version)}; ${SPECIFICATIONS.join(', ')} are supported.`,
  );
}

function isCallable(model: unknown): boolean {
  return (
    typeof model === 'object' &&
    model !== null &&
    'doGenerate' in model &&
    typeof model.doGenerate === 'function'
  );
}

/** The name of a model in answers, warnings and the operator's log, such as `replicate/black-forest-labs/flux-dev`. */
export function nameOf({ provider, modelId }: AiSdkImageModel): string {
  return `${provider}/${modelId}`;
}

/** The most pictures of one call of the model; 1 if the model does not say, as in the AI SDK. */
export async function imagesPerCall(model: AiSdkImageModel): Promise<number> {
  const { maxImagesPerCall: most, modelId } = model;
  const count = typeof most === 'function' ? await most.call(model, { modelId }) : most;
  return count !== undefined && Number.isInteger(count) && count >= 1 ? count : 1;
}

/**
 * Calls a model once.
 * @throws GenerationError for any error of the model, and for an answer that cannot be read.
 */
export async function askModel(
  model: AiSdkImageModel,
  call: ModelCall,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  const start = performance.now();
  try {
    signal.throwIfAborted();
    return readAnswer(await orAborted(answerOf(model, call, signal), signal));
  } catch (error) {
    throw toGenerationError(error, { signal, ms: performance.now() - start });
  }
}

async function answerOf(model: AiSdkImageModel, call: ModelCall, abortSignal: AbortSignal): Promise<unknown> {
  if (model.specificationVersion !== 'v2') return model.doGenerate({ ...call, abortSignal });
  const { prompt = '', files, mask, ...rest } = call;
  if (files !== undefined || mask !== undefined) {
    throw new UnsupportedFunctionalityError({ functionality: 'input images with a model of interface v2' });
  }
  return model.doGenerate({ ...rest, prompt, abortSignal });
}
