import type { CallOptions, EncodedImage } from '@shoji/core';
import type { ModelSpec } from './model-process.ts';
import { type Lifetime, type ProcessOptions, sharedModel } from './shared-model.ts';

/** The cost of a picture, and of a turn. A model scales all pictures to the same sizes, so all count the same. */
const PICTURE = 1;

/** A model that reads one picture a call. */
export interface SharedPictureModel extends Lifetime {
  /** @returns The model's answer, not yet checked. @throws CheckError, or the signal's reason, as `sharedModel`. */
  ask(image: EncodedImage, options: CallOptions): Promise<unknown>;
}

/**
 * Runs a model of pictures in child processes that callers share by turns.
 * @param mostWaiting Pictures that may wait for each process, if the caller's options do not say.
 */
export function sharedPictureModel(
  spec: ModelSpec,
  { processes = 1, waiting }: ProcessOptions,
  mostWaiting: number,
): SharedPictureModel {
  const { run, warmUp, close } = sharedModel({
    ...spec,
    processes,
    waiting: waiting ?? mostWaiting * processes,
    turn: PICTURE,
  });
  return {
    async ask(image, options) {
      options.signal.throwIfAborted();
      const [answer] = await run([{ value: image, cost: PICTURE }], options);
      return answer;
    },
    warmUp,
    close,
  };
}
