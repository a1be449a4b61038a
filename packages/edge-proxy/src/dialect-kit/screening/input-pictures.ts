import type { UnscreenedImage } from '@shoji/core';
import { BodyError } from '../../wire/body-error.ts';
import { decodePicture } from '../answers/answer.ts';
import type { PictureSlot, Slot } from '../fields/slot.ts';

/** An input picture of a request. */
export interface InputPicture {
  /** The slot that the judged picture is written to. */
  readonly slot: Slot;
  readonly image: UnscreenedImage;
  /** Whether only its shape counts, and if so, how the upstream reads that. */
  readonly mask: false | 'grey' | 'alpha';
}

/** Servers read instructions from this mark inside a prompt; only the proxy may write it. */
const DIRECTIVE = /<\s*\/?\s*sd_cpp/i;

/**
 * The input pictures of a body. A picture that is given by a URL or a path is refused: the server would read it later,
 * and could read something other than what was judged.
 * @throws BodyError
 */
export function inputPictures(slots: readonly PictureSlot[], masks: 'grey' | 'alpha'): InputPicture[] {
  return slots.map((slot) => {
    const { role, value, path } = slot;
    const base64 = /^data:[^,]{0,100};base64,/i.test(value) ? value.slice(value.indexOf(',') + 1) : value;
    if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64))
      throw new BodyError(
        400,
        `${path} must be a picture as base64 or as a data: URI, not an address or a name.`,
      );
    return { slot, image: decodePicture(base64), mask: role === 'mask' && masks };
  });
}

/** Why texts with instructions for a model's server are refused. */
export const DIRECTIVE_REFUSED =
  'A prompt may not hold <sd_cpp_extra_args>: it would replace what was screened.';

/** Whether one of the texts holds instructions for a model's server. */
export function holdDirectives(texts: readonly string[]): boolean {
  return texts.some((text) => DIRECTIVE.test(text));
}

/** Refuses texts that hold instructions for a model's server. @throws BodyError */
export function refuseDirectives(texts: readonly string[]): void {
  if (holdDirectives(texts)) throw new BodyError(400, DIRECTIVE_REFUSED);
}
