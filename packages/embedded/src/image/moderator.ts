import { CheckError, type CheckReport, type Finding, type ImageModerator } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import * as z from 'zod';
import { type Closable, type ProcessOptions, sharedModel } from '../process/shared-model.ts';
import { NSFW_MODEL, type NsfwScores } from './nsfw-classifier.ts';

const CHECK = 'embedded';

/**
 * What a class `Sexy` is worth as evidence of `suggestive`: the model gives it 0.9 for groups of dressed people,
 * so that even its certainty stays under the 0.8 at which the strictest preset withholds.
 */
const SEXY_WEIGHT = 0.75;

/** The cost of a picture: each is scaled to the same size, so each counts the same. */
const PICTURE = 1;
/** Pictures that may wait for each process: some five seconds. The default deadline is ten. */
const MOST_WAITING = 128;

export interface EmbeddedImageModeratorOptions extends ProcessOptions {
  /** Findings below this score are left out; 0.2 when not given. Keep it under the policy's lowest threshold. */
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
 * Judges pictures by the MobileNetV2 of nsfwjs, in a process beside this one. It knows sexual and suggestive content
 * only. The model is loaded at the first picture, or by `warmUp()`; callers take turns.
 */
export function embeddedImageModerator(
  options: EmbeddedImageModeratorOptions = {},
): ImageModerator & Closable {
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
    covers: ['sexual', 'suggestive'],
    async moderate(image, options) {
      options.signal.throwIfAborted();
      const [scores] = await run([{ value: openJudged(image), cost: PICTURE }], options);
      const { data } = scoresSchema.safeParse(scores);
      if (data === undefined)
        throw new CheckError('invalid-answer', 'The embedded image model answered no scores.');
      return report(data, minScore);
    },
    warmUp,
    close,
  };
}

/**
 * What the model's probabilities mean. Classes exclude each other, so a category's score is their sum.
 * @throws CheckError when they are no probabilities: that is no "passed".
 */
export function report(scores: NsfwScores, minScore: number): CheckReport {
  const sum = Object.values(scores).reduce((total, score) => total + score, 0);
  if (!(Math.abs(sum - 1) < 0.01)) {
    throw new CheckError('invalid-answer', 'The embedded image model answered no probabilities.');
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
