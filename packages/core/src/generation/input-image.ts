import { ImageError } from '../image/errors.ts';
import type { GivenImage } from '../ports/generator.ts';
import { NO_PROMPT } from '../vocabulary/verdict.ts';
import { GenerationError, InputImageError } from './errors.ts';
import type { Run } from './run.ts';

/**
 * Judges the picture that the model would start from. Its transparency is judged as it is sent: opaque.
 * @returns The picture as it was judged, or undefined for a request without one.
 * @throws InputImageError unless it is clear. GenerationError `invalid_request` where the bytes are no readable picture.
 */
export async function screenInputImage({ plan, screening, clock }: Run): Promise<GivenImage | undefined> {
  if (plan.input === undefined) return undefined;
  const { image, strength } = plan.input;
  const ms = clock.left('moderate');
  const { image: screened, judgement } = await screening.image(image, NO_PROMPT, { opaque: true, ms });
  if (screened.decision === 'clear') return { image: screened, strength };
  const notRead = judgement.runs.find(({ error }) => error instanceof ImageError)?.error;
  if (notRead instanceof ImageError)
    throw new GenerationError('invalid_request', `image: ${notRead.message}`);
  // Its position would read as that of a generated picture.
  const warnings = screened.warnings.map(({ image: _, ...warning }) => warning);
  // A finding counts even if another check failed.
  const unchecked =
    warnings.some(({ code }) => code === 'check_failed') && !warnings.some(({ category }) => category);
  throw new InputImageError(unchecked ? 'check_failed' : 'image_rejected', warnings);
}
