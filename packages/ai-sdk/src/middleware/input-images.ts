import type { ImageModelV4File } from '@ai-sdk/provider';
import { createScreening, type UnscreenedImage } from '@shoji/core';
import type { ImageScreen, ScreeningOptions } from '@shoji/core/screen';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { ShojiRefusedError } from './refused-error.ts';

/**
 * An input image for the model: the judged pixels, on white where they were transparent.
 * @param path Its place in the call, e.g. `files.0`.
 * @throws ShojiRefusedError unless it is clear.
 */
export async function screenInput(
  image: UnscreenedImage,
  path: string,
  engine: ImageScreen,
  options: ScreeningOptions,
): Promise<ImageModelV4File> {
  const screening = createScreening(engine, options);
  const { image: screened, judgement } = await screening.image(image, NO_PROMPT, { role: 'input' });
  if (screened.decision === 'clear') {
    const { mediaType, bytes } = screened.shown;
    return { type: 'file', mediaType, data: bytes };
  }
  const code = judgement.flagged ? 'input_rejected' : 'input_unchecked';
  const { findings, warnings } = screened;
  const reasons = warnings.map(({ message }) => message).join(' ');
  const what = judgement.flagged ? 'was refused' : 'could not be checked, so it is not sent';
  throw new ShojiRefusedError(code, `The input image ${path} ${what}. ${reasons}`.trim(), {
    id: options.id,
    findings,
    warnings,
  });
}
