import { CheckError, type CheckReport, type Finding, type ImageModerator } from '@shoji/core';
import * as z from 'zod';
import { type Lifetime, type ProcessOptions, sharedModel } from '../process/shared-model.ts';
import { NSFW_MODEL, type NsfwScores } from './nsfw-classifier.ts';

const CHECK = 'embedded-image';

/**
 * Weight of the class `Sexy` as evidence of `suggestive`. The model gives 0.9 for groups of dressed people, so even a
 * probability of 1 must stay below 0.8, where the strictest preset withholds.
 */
const SEXY_WEIGHT = 0.75;

/** The cost of an image. All are scaled to the same size, so all cost the same. */
const PICTURE = 1;
/** Images that may wait for each process: some five seconds with the native build. The default deadline is ten. */
const MOST_WAITING = 128;

export interface EmbeddedImageModeratorOptions extends ProcessOptions {
  /** Findings below this score are left out; 0.2 when not given. Keep it below the policy's lowest threshold. */
  readonly minScore?: number;
}

const scoresSchema = z.object({
  Drawing: z.number(),
  Hentai: z.number(),
  Neutral: z.number(),
  Porn: z.number(),
  Sexy: z.number(),
});

/**
 * Judges images by the MobileNetV2 of nsfwjs, in a child process. It knows sexual and suggestive content only. The model
 * is loaded at the first image, or by `warmUp()`; callers take turns.
 * @example
 * const moderator = embeddedImageModerator({ processes: 2 });
 * await moderator.warmUp({ signal: AbortSignal.timeout(60_000) });
 */
export function embeddedImageModerator(
  options: EmbeddedImageModeratorOptions = {},
): ImageModerator & Lifetime {
  const { minScore = 0.2, processes = 1 } = options;
  const { run, warmUp, close } = sharedModel({
    name: 'the embedded image model',
    entry: new URL('../process/picture-model.ts', import.meta.url),
    processes,
    waiting: options.waiting ?? MOST_WAITING * processes,
    turn: PICTURE,
  });

  return {
    name: CHECK,
    specificationVersion: 1,
    covers: ['sexual', 'suggestive'],
    async moderate(image, options) {
      options.signal.throwIfAborted();
      const [scores] = await run([{ value: image, cost: PICTURE }], options);
      const { data } = scoresSchema.safeParse(scores);
      if (data === undefined)
        throw new CheckError(
          'invalid-answer',
          'The embedded image model must answer a score for each class.',
        );
      return report(data, minScore);
    },
    warmUp,
    close,
  };
}

/**
 * Reads the model's probabilities as findings. The classes exclude each other, so the score of a category is their sum.
 * @param minScore Findings below this score, 0–1, are left out.
 * @throws CheckError `invalid-answer` when they do not add up to 1: such an answer must not pass the image.
 */
export function report(scores: NsfwScores, minScore: number): CheckReport {
  const sum = Object.values(scores).reduce((total, score) => total + score, 0);
  if (!(Math.abs(sum - 1) < 0.01)) {
    throw new CheckError(
      'invalid-answer',
      'The probabilities of the embedded image model do not add up to 1.',
    );
  }
  const { Drawing, Hentai, Porn, Sexy } = scores;
  const findings: Finding[] = [
    {
      check: CHECK,
      category: 'sexual',
      label: Hentai > Porn ? 'Hentai' : 'Porn',
      score: Math.min(1, Porn + Hentai),
    },
    { check: CHECK, category: 'suggestive', label: 'Sexy', score: Math.min(1, Sexy) * SEXY_WEIGHT },
  ];
  return {
    findings: findings.filter((finding) => finding.score >= minScore),
    illustrated: Math.min(1, Drawing + Hentai),
    model: NSFW_MODEL,
  };
}
