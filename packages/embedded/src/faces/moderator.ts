import { CheckError, type CheckReport, type Finding, type ImageModerator } from '@shoji/core';
import * as z from 'zod';
import type { Lifetime, ProcessOptions } from '../process/shared-model.ts';
import { sharedPictureModel } from '../process/shared-picture-model.ts';
import { likelyMinor } from './likely-minor.ts';

const CHECK = 'embedded-faces';

/** Name and version of the models, for reports. */
const MODELS = 'human-3.3.6/blazeface-back, face-api-1.7.15/age';

/** Images that may wait for each process: some five seconds with the native build. The default deadline is ten. */
const MOST_WAITING = 128;

/**
 * The probability of being under 18 from which a face is reported: a guess below 25.7 years. It is chosen for recall. By
 * the error of the age model it reports 98 % of persons of 13, 95 % of 15 and 91 % of 17; and it takes 51, 24 and 7 % of
 * those of 25, 30 and 35 for minors.
 */
export const LIKELY_MINOR = 0.1;

const CAVEAT =
  'It finds faces and guesses how old they look; it recognises nobody and stores nothing. An apparent age is a guess with a mean error of 4.5 years, so adults who look younger than 26 are often taken for minors, and a minor can be missed. It counts only beside sexual content.';

export interface EmbeddedFaceModeratorOptions extends ProcessOptions {
  /** Findings `minor` below this score are left out; 0.1 when not given, which is chosen for recall. 0–1. */
  readonly minScore?: number;
}

const seenSchema = z.strictObject({
  faces: z.array(
    z.strictObject({ score: z.number().min(0).max(1), side: z.number().positive(), age: z.number() }),
  ),
  area: z.number().positive(),
});

/**
 * Finds faces and guesses their ages, in a child process: BlazeFace, and the age model of face-api. Its findings `face` and
 * `minor` decide nothing alone; Shoji joins them with what other checks and the prompt say. It recognises nobody: no
 * descriptor of a face is computed. The models are loaded at the first image, or by `warmUp()`; callers take turns.
 *
 * An apparent age is a guess: the mean error is 4.5 years on the model author's test pictures.
 * @example
 * const faces = embeddedFaceModerator();
 * await faces.warmUp({ signal: AbortSignal.timeout(60_000) });
 */
export function embeddedFaceModerator(options: EmbeddedFaceModeratorOptions = {}): ImageModerator & Lifetime {
  const { minScore = LIKELY_MINOR } = options;
  const { ask, warmUp, close } = sharedPictureModel(
    { name: 'the embedded face model', entry: new URL('../process/face-model.ts', import.meta.url) },
    options,
    MOST_WAITING,
  );

  return {
    name: CHECK,
    specificationVersion: 1,
    covers: ['face', 'minor'],
    caveat: CAVEAT,
    async moderate(image, options) {
      const seen = await ask(image, options);
      return reportFaces(seen, minScore);
    },
    warmUp,
    close,
  };
}

/**
 * Reads the models' answer as findings: `face` for each face, and `minor` for each that may be under 18.
 * @param minScore Findings `minor` below this score, 0–1, are left out.
 * @throws CheckError `invalid-answer` when it is not the answer of these models: it must not pass the image.
 */
export function reportFaces(seen: unknown, minScore: number): CheckReport {
  const { data } = seenSchema.safeParse(seen);
  if (data === undefined)
    throw new CheckError(
      'invalid-answer',
      'The embedded face model must answer a score, a size and an age for each face.',
    );
  const findings = data.faces.flatMap(({ score, side, age }): Finding[] => {
    const share = Math.round((100 * side ** 2) / data.area);
    const apparent = likelyMinor(age, side);
    const label = `apparent age ${Math.round(apparent.age)} ± ${Math.round(apparent.deviation)}`;
    const face: Finding = {
      check: CHECK,
      category: 'face',
      label: `face, ${share < 1 ? 'under 1' : share} % of the picture`,
      score,
    };
    if (apparent.minor < minScore) return [face];
    return [face, { check: CHECK, category: 'minor', label, score: apparent.minor }];
  });
  return { findings, model: MODELS };
}
