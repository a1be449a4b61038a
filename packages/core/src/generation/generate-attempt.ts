import { UnscreenedImage } from '../image/sealed.ts';
import { DeadlineError, withDeadline } from './deadline.ts';
import { GenerationError } from './errors.ts';
import type { Ledger } from './ledger.ts';
import type { ImageGenerator, ScreenedRequest } from './ports.ts';

/**
 * One call of the generator within its time, with exactly one picture for each seed.
 * @param ms Time the generator may take, in milliseconds.
 * @throws GenerationError `deadline_exceeded`, `generator_failed`, or what the generator says.
 */
export async function generateAttempt(
  generator: ImageGenerator,
  request: ScreenedRequest,
  options: {
    readonly ms: number;
    readonly signal: AbortSignal;
    readonly ledger: Ledger;
    readonly onProgress: (fraction: number) => void;
  },
): Promise<UnscreenedImage[]> {
  const call = (signal: AbortSignal) =>
    generator.generate(request, {
      signal,
      onProgress: (fraction) => options.onProgress(Math.min(1, Math.max(0, fraction))),
    });
  try {
    const { images, usage } = await withDeadline(call, options.ms, options.signal);
    options.ledger.add(usage);
    // A picture that was not delivered is empty bytes: it will be withheld as one that cannot be read.
    return request.seeds.map((_, index) => images[index] ?? new UnscreenedImage(new Uint8Array()));
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    if (error instanceof GenerationError) throw error;
    if (error instanceof DeadlineError) {
      throw new GenerationError('deadline_exceeded', 'The image model took too long.', { cause: error });
    }
    throw new GenerationError('generator_failed', 'The image model failed.', { cause: error });
  }
}
