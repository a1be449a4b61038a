import type { Policy } from '../policy/schema.ts';
import type { ImageScreening } from '../screen/cover-image.ts';
import type { ScreenedImage } from '../sealed/screened-image.ts';
import { type ImageDecision, severer } from '../vocabulary/decision.ts';
import type { Warning } from '../vocabulary/warning.ts';

/** A screened picture with the attempt and seed it came from. */
export interface Picture {
  readonly screening: ImageScreening;
  readonly attempt: number;
  readonly seed: number;
}

/** The best picture so far at each position: a later attempt replaces an earlier one only when it is milder. */
export class Gallery {
  readonly #pictures: Picture[] = [];

  offer(index: number, picture: Picture): void {
    const held = this.#pictures[index];
    if (held === undefined || milder(decisionOf(picture), decisionOf(held))) this.#pictures[index] = picture;
  }

  at(index: number): Picture | undefined {
    return this.#pictures[index];
  }

  /** Whether the picture at `index` itself has a finding, so that another seed may give a better one. */
  isWorthRegenerating(index: number, from: Policy['regenerate']['from']): boolean {
    const judgement = this.#pictures[index]?.screening.judgement;
    return judgement?.flagged === true && severer(judgement.decision, from) === judgement.decision;
  }

  images(): ScreenedImage[] {
    return this.#pictures.map(({ screening }) => screening.image);
  }

  seeds(): number[] {
    return this.#pictures.map(({ seed }) => seed);
  }

  warnings(): Warning[] {
    return this.#pictures.flatMap(({ screening }) => screening.image.warnings);
  }

  /** The most severe decision of all positions. */
  decision(): ImageDecision {
    return this.#pictures.map(decisionOf).reduce(severer, 'clear');
  }
}

function decisionOf({ screening }: Picture): ImageDecision {
  return screening.image.decision;
}

function milder(a: ImageDecision, b: ImageDecision): boolean {
  return a !== b && severer(a, b) === b;
}
