import { CheckError, type CheckReport, type Finding, type ImageModerator } from '@shoji/core';
import * as z from 'zod';
import type { Lifetime, ProcessOptions } from '../process/shared-model.ts';
import { sharedPictureModel } from '../process/shared-picture-model.ts';
import { evidenceOf, NSFW_MODEL, type NsfwJudgement } from './nsfw-judge.ts';
import { type NsfwScores, probabilityOf } from './scores.ts';
import { WINDOWS } from './windows.ts';

const CHECK = 'embedded-image';

/**
 * Weight of the class `Sexy` as evidence of `suggestive`. The model gives 0.9 for groups of dressed people, so even a
 * probability of 1 must stay below 0.8, where the strictest preset withholds.
 */
const SEXY_WEIGHT = 0.75;

/** Images that may wait for each process: some seven seconds with the native build. The default deadline is ten. */
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
const judgementSchema = z.object({
  whole: scoresSchema,
  part: z.object({ cells: z.literal(WINDOWS), scores: scoresSchema }).optional(),
});

/**
 * Judges images by MobileNetV2 and MobileNetV2Mid of nsfwjs, in a child process: the whole image, and its tiles for
 * explicit content. It knows sexual and suggestive content only. The models are loaded at the first image, or by
 * `warmUp()`; callers take turns.
 * @example
 * const moderator = embeddedImageModerator({ processes: 2 });
 * await moderator.warmUp({ signal: AbortSignal.timeout(60_000) });
 */
export function embeddedImageModerator(
  options: EmbeddedImageModeratorOptions = {},
): ImageModerator & Lifetime {
  const { minScore = 0.2 } = options;
  const { ask, warmUp, close } = sharedPictureModel(
    { name: 'the embedded image model', entry: new URL('../process/picture-model.ts', import.meta.url) },
    options,
    MOST_WAITING,
  );

  return {
    name: CHECK,
    specificationVersion: 1,
    covers: ['sexual', 'suggestive'],
    async moderate(image, options) {
      const judgement = await ask(image, options);
      const { data } = judgementSchema.safeParse(judgement);
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
 * Reads the models' probabilities as findings. The score of explicit content is that of the whole image or of a tile,
 * whichever is stronger after its prior; see {@link evidenceOf}.
 * @param minScore Findings below this score, 0–1, are left out.
 * @throws CheckError `invalid-answer` when probabilities do not add up to 1: such an answer must not pass the image.
 */
export function report({ whole, part }: NsfwJudgement, minScore: number): CheckReport {
  assertProbabilities(whole);
  const opinions = [{ scores: whole, evidence: evidenceOf(whole, 'whole') }];
  if (part !== undefined) {
    assertProbabilities(part.scores);
    opinions.push({ scores: part.scores, evidence: evidenceOf(part.scores, part.cells) });
  }
  const { scores, evidence } = opinions.reduce((a, b) => (b.evidence > a.evidence ? b : a));
  const findings: Finding[] = [
    {
      check: CHECK,
      category: 'sexual',
      label: scores.Hentai > scores.Porn ? 'Hentai' : 'Porn',
      score: probabilityOf(evidence),
    },
    { check: CHECK, category: 'suggestive', label: 'Sexy', score: Math.min(1, whole.Sexy) * SEXY_WEIGHT },
  ];
  return {
    findings: findings.filter((finding) => finding.score >= minScore),
    illustrated: Math.min(1, whole.Drawing + whole.Hentai),
    model: NSFW_MODEL,
  };
}

function assertProbabilities(scores: NsfwScores): void {
  const values = Object.values(scores);
  const sum = values.reduce((total, score) => total + score, 0);
  if (Math.abs(sum - 1) < 0.01 && values.every((score) => score >= -0.001)) return;
  throw new CheckError('invalid-answer', 'The probabilities of the embedded image model do not add up to 1.');
}
