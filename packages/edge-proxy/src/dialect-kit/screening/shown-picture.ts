import type { EncodedImage, ScreenedImage } from '@shoji/core';
import { base64Of } from '../../wire/base64.ts';
import type { Language, Reason } from '../placeholder/phrases.ts';
import { placeholder } from '../placeholder/placeholder.ts';

/** Nominal: the class is not exported, so an answer can only contain what was screened or drawn here. */
class Shown {
  readonly #image: EncodedImage;

  constructor(image: EncodedImage) {
    this.#image = image;
  }

  get image(): EncodedImage {
    return this.#image;
  }

  get base64(): string {
    return base64Of(this.#image.bytes);
  }

  get dataUri(): string {
    return `data:${this.#image.mediaType};base64,${this.base64}`;
  }
}

/** A picture that may be answered: a screened one, or a placeholder. */
export type ShownPicture = Shown;

/** Whether a value is a picture that may be answered. */
export function isShownPicture(value: unknown): value is ShownPicture {
  return value instanceof Shown;
}

/** The pixels a person may see of a screened picture, clear or blurred; undefined if it is withheld. */
export function shownPicture(image: ScreenedImage): ShownPicture | undefined {
  return image.shown ? new Shown(image.shown) : undefined;
}

/** A labelled picture in place of one that is not shown. */
export async function placeholderPicture(
  reason: Reason,
  language: Language,
  size: { readonly width: number; readonly height: number },
): Promise<ShownPicture> {
  return new Shown(await placeholder(reason, language, size));
}
