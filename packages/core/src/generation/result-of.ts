import type { GenerationEvent, GenerationResult } from './events.ts';

/**
 * Runs a moderated generation to its end without looking at its events.
 * @throws GenerationError what the flow throws.
 * @example
 * ```ts
 * const flow = moderateGeneration({ prompt: 'a dog in a suit' }, engine, { id: 'gen_1', signal });
 * const result = await resultOf(flow);
 * if (result.status === 'completed') show(result.images);
 * ```
 */
export async function resultOf(
  flow: AsyncGenerator<GenerationEvent, GenerationResult>,
): Promise<GenerationResult> {
  for (;;) {
    const { done, value } = await flow.next();
    if (done) return value;
  }
}
