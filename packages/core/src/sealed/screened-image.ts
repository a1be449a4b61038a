import type { EncodedImage } from '../image/formats.ts';
import type { ImageDecision } from '../vocabulary/decision.ts';
import type { Finding } from '../vocabulary/finding.ts';
import type { Warning } from '../vocabulary/warning.ts';

/** Nominal: the class is not exported, so only {@link sealImage} can make one. */
class Screened<Decision extends ImageDecision, Shown, Original> {
  readonly #screened = true;
  readonly decision: Decision;
  /** The pixels that a person may see. */
  readonly shown: Shown;
  /** The uncovered picture, only where the policy allows revealing. */
  readonly original: Original;
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];

  constructor(decision: Decision, shown: Shown, original: Original, told: Told) {
    this.decision = decision;
    this.shown = shown;
    this.original = original;
    this.findings = told.findings;
    this.warnings = told.warnings;
  }

  get screened(): boolean {
    return this.#screened;
  }
}

interface Told {
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];
}

type Clear = Screened<'clear', EncodedImage, null>;
type Blurred = Screened<'blur', EncodedImage, EncodedImage | null>;
type Withheld = Screened<'withhold', null, null>;

/**
 * A picture that was judged, with only the pixels that may be shown. Only screening makes it.
 * @example
 * ```ts
 * function bytesToShow(image: ScreenedImage): Uint8Array | undefined {
 *   return image.shown?.bytes; // null for a withheld image
 * }
 * ```
 */
export type ScreenedImage = Clear | Blurred | Withheld;

/** Seals what may be shown of a judged picture. Only `core/screen` may call these. */
export const sealImage = {
  clear: (shown: EncodedImage, told: Told): Clear => new Screened('clear', shown, null, told),
  blurred: (shown: EncodedImage, original: EncodedImage | null, told: Told): Blurred =>
    new Screened('blur', shown, original, told),
  withheld: (told: Told): Withheld => new Screened('withhold', null, null, told),
};
