import { resilient } from '@shoji/capacity';
import {
  type GeneratorLimits,
  type ImageGenerator,
  type ScreenedRequest,
  UnscreenedImage,
} from '@shoji/core';
import { lazy } from '@shoji/core/time';
import { type AwsOptions, clientConfig } from '../options.ts';
import { SAGEMAKER_CONTRACTS, type SageMakerContract, type SageMakerContractName } from './contracts.ts';
import { attemptError, isGeneratorOutage, isGeneratorRetryable, toGenerationError } from './errors.ts';
import { readPicture } from './picture.ts';

/** Options for a model on an Amazon SageMaker endpoint. */
export interface SageMakerOptions extends AwsOptions {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** The request format of its container. */
  readonly contract: SageMakerContractName;
  /** Overrides single limits of the contract's model, e.g. the sides that a fine-tuned model was trained for. */
  readonly limits?: Partial<GeneratorLimits>;
}

/**
 * Generates images with InvokeEndpoint.
 *
 * One call an image, in parallel: a container that makes several images from one seed cannot repeat only the third, and
 * regeneration needs that. Set `resilience.concurrency` (4 when omitted) to the number of calls that all instances take at
 * once. When one call fails, the others are aborted. Seconds are billed as if the endpoint ran for this request alone.
 */
export function sagemaker(options: SageMakerOptions): ImageGenerator {
  const contract: SageMakerContract = SAGEMAKER_CONTRACTS[options.contract];

  const service = lazy(async () => {
    const { SageMakerRuntimeClient, InvokeEndpointCommand, HeldAnswers } = await import(
      '../clients/sagemaker.ts'
    );
    const requestHandler = new HeldAnswers();
    const client = new SageMakerRuntimeClient({ ...clientConfig(options), requestHandler });
    const run = resilient({
      concurrency: 4,
      waiting: 40,
      attempts: 3,
      // A container must answer InvokeEndpoint within 60 s.
      timeout: 60_000,
      backoff: 1_000,
      breaker: { failures: 5, openFor: 10_000 },
      ...options.resilience,
      retryable: isGeneratorRetryable,
      trips: isGeneratorOutage,
    });
    return (body: string, signal: AbortSignal, onCall: () => void) =>
      run(async (abortSignal) => {
        onCall();
        const start = performance.now();
        const command = new InvokeEndpointCommand({
          EndpointName: options.endpoint,
          ContentType: contract.contentType,
          Accept: contract.accept,
          Body: body,
        });
        const answer = await client.send(command, { abortSignal }).catch((error: unknown) => {
          throw attemptError(error, performance.now() - start);
        });
        const bytes = await readPicture(answer.Body ?? new Uint8Array());
        return { bytes, seconds: (performance.now() - start) / 1_000 };
      }, signal);
  });

  async function generateAll(
    request: ScreenedRequest,
    signal: AbortSignal,
    on: { readonly call: () => void; readonly picture: () => void },
  ) {
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    try {
      const invoke = await service();
      const calls = request.seeds.map(async (seed) => {
        const made = await invoke(contract.body(request, seed), either, on.call);
        on.picture();
        return made;
      });
      return await Promise.all(calls);
    } catch (error) {
      failed.abort(error);
      throw toGenerationError(error, signal);
    }
  }

  return {
    name: `sagemaker/${options.endpoint}`,
    specificationVersion: 1,
    kind: 'model',
    limits: { ...contract.limits, ...options.limits },
    async generate(request, { signal, onProgress, onWaiting }) {
      let done = 0;
      onWaiting?.(true);
      const made = await generateAll(request, signal, {
        call: () => onWaiting?.(false),
        picture: () => onProgress?.(++done / request.seeds.length),
      });
      return {
        images: made.map(({ bytes }) => new UnscreenedImage(bytes)),
        usage: [{ item: 'sagemaker.second', quantity: made.reduce((sum, { seconds }) => sum + seconds, 0) }],
      };
    },
  };
}
