import { CheckError, type CheckReport, type Finding, type ImageModerator } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { decodeRgb } from '../../pixels/index.ts';
import { loadNsfwClassifier, NSFW_MODEL, type NsfwClassifier, type NsfwScores } from './nsfw/classifier.ts';

const CHECK = 'embedded';

/**
 * What a class `Sexy` is worth as evidence of `suggestive`: the model gives it 0.9 for groups of dressed people,
 * so that even its certainty stays under the 0.8 at which the strictest preset withholds.
 */
const SEXY_WEIGHT = 0.75;

export interface EmbeddedImageModeratorOptions {
  /** Findings below this score are left out; 0.2 when not given. Keep it under the policy's lowest threshold. */
  readonly minScore?: number;
}

/**
 * Judges pictures by the MobileNetV2 of nsfwjs, inside this process. It knows sexual and suggestive content only.
 * The model is loaded at the first picture, or by `warmUp()`.
 */
export function embeddedImageModerator(
  options: EmbeddedImageModeratorOptions = {},
): ImageModerator & { warmUp(): Promise<void> } {
  const minScore = options.minScore ?? 0.2;
  let loading: Promise<NsfwClassifier> | undefined;
  const classifier = () => {
    loading ??= loadNsfwClassifier().catch((cause: unknown) => {
      loading = undefined;
      throw new CheckError('unavailable', 'The embedded image model could not be loaded.', { cause });
    });
    return loading;
  };

  return {
    name: CHECK,
    covers: ['sexual', 'suggestive'],
    async moderate(image, { signal }) {
      signal.throwIfAborted();
      const classify = await classifier();
      signal.throwIfAborted();
      const scores = await decodeRgb(openJudged(image))
        .then(classify)
        .catch((cause: unknown) => {
          throw new CheckError('error', 'The embedded image model failed.', { cause });
        });
      signal.throwIfAborted();
      return report(scores, minScore);
    },
    async warmUp() {
      await classifier();
    },
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
