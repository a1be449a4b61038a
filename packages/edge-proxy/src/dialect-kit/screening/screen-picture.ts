import {
  createScreening,
  GenerationError,
  ImageError,
  type PromptVerdict,
  type UnscreenedImage,
} from '@shoji/core';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { maskAsGrey, splitAlpha } from '@shoji/pixels';
import type { Call } from '../call/call.ts';
import type { InputPicture } from './input-pictures.ts';
import {
  type ClearImage,
  type GivenPicture,
  type GivenPictures,
  givenPicture,
  givenTransparent,
} from './screened-body.ts';
import { placeholderPicture, type ShownPicture, shownPicture } from './shown-picture.ts';
import { Blocked, pictureReason } from './verdict.ts';

/** A picture beside the requested ones, such as a preview: the pixels that may be shown, or undefined. */
export async function screenShown(
  image: UnscreenedImage,
  verdict: PromptVerdict,
  call: Call,
): Promise<ShownPicture | undefined> {
  return shownPicture((await createScreening(call.engine, call).image(image, verdict)).image);
}

/** A picture where an answer must have one: a placeholder with the reason replaces a withheld picture. */
export async function screenOrReplace(
  image: UnscreenedImage,
  verdict: PromptVerdict,
  call: Call,
  size = { width: 512, height: 512 },
): Promise<ShownPicture> {
  const { image: screened } = await createScreening(call.engine, call).image(image, verdict);
  return shownPicture(screened) ?? placeholderPicture(pictureReason(screened.warnings), call.language, size);
}

/**
 * An input picture of a request.
 * @throws Blocked unless it is clear: only clear pictures are given to a model. GenerationError `invalid_request` when
 * the bytes are not a readable picture: that is the client's mistake, and repeating the call does not help.
 */
export async function screenInput(
  { image, mask }: Omit<InputPicture, 'slot'>,
  call: Call,
): Promise<GivenPicture> {
  // A picture that cannot be read as a mask is screened unchanged, and refused as an unreadable picture.
  const readable = mask ? await maskAsGrey(image).catch(() => image) : image;
  return givenPicture(await clearOrBlocked(readable, call), mask === 'alpha' ? 'alpha' : 'picture');
}

/** All input pictures of a request, by their slots. @throws Blocked */
export async function screenInputs(inputs: readonly InputPicture[], call: Call): Promise<GivenPictures> {
  return new Map(
    await Promise.all(inputs.map(async (input) => [input.slot, await screenInput(input, call)] as const)),
  );
}

/**
 * An input picture with its transparency kept, for a server that makes a mask of it. The hidden colours are judged, and
 * so is the mask's shape.
 * @throws Blocked, GenerationError as above
 */
export async function screenTransparent(image: UnscreenedImage, call: Call): Promise<GivenPicture> {
  const parts = await splitAlpha(image).catch(() => undefined);
  if (parts === undefined) return screenInput({ image, mask: false }, call);
  const [colour, alpha] = await Promise.all([
    clearOrBlocked(parts.colour, call),
    clearOrBlocked(parts.alpha, call),
  ]);
  return givenTransparent(colour, alpha);
}

async function clearOrBlocked(image: UnscreenedImage, call: Call): Promise<ClearImage> {
  const screening = createScreening(call.engine, call);
  const { image: screened, judgement } = await screening.image(image, NO_PROMPT, { role: 'input' });
  if (screened.decision === 'clear') return screened;
  const notRead = judgement.runs.find(({ error }) => error instanceof ImageError)?.error;
  if (notRead instanceof ImageError) throw new GenerationError('invalid_request', notRead.message);
  const warnings = screened.warnings.map(({ image: _, ...warning }) => warning);
  const { categories, unchecked } = pictureReason(warnings);
  const unreadable = unchecked && judgement.unreadable;
  throw new Blocked(
    { what: 'input', unchecked, unreadable, categories },
    { id: call.id, decision: unchecked ? 'unchecked' : 'rejected', prompt: 'allow', images: [], warnings },
  );
}
