/** The classes of both models, in the order of their outputs. */
export const NSFW_CLASSES = ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy'] as const;

/** A probability, 0–1, for each class. They add up to 1. */
export type NsfwScores = Record<(typeof NSFW_CLASSES)[number], number>;

/** Keeps a probability of exactly 0 or 1, which floats can reach, from deciding alone. */
const LEAST = 1e-5;

/**
 * The opinion of two models: the geometric mean of their probabilities, made to add up to 1. Only what both see gets a
 * high score, whichever is the surer: 0.99 and 0.01 become 0.5. The models take different harmless pictures for
 * something else, so this is the steadier judge.
 */
export function pooled(a: NsfwScores, b: NsfwScores): NsfwScores {
  const mean = (name: keyof NsfwScores) => Math.sqrt(Math.max(a[name], LEAST) * Math.max(b[name], LEAST));
  const means = {
    Drawing: mean('Drawing'),
    Hentai: mean('Hentai'),
    Neutral: mean('Neutral'),
    Porn: mean('Porn'),
    Sexy: mean('Sexy'),
  };
  const sum = means.Drawing + means.Hentai + means.Neutral + means.Porn + means.Sexy;
  return {
    Drawing: means.Drawing / sum,
    Hentai: means.Hentai / sum,
    Neutral: means.Neutral / sum,
    Porn: means.Porn / sum,
    Sexy: means.Sexy / sum,
  };
}

/** The probability of explicit content: the classes exclude each other. */
export function explicit({ Porn, Hentai }: NsfwScores): number {
  return Math.min(1, Porn + Hentai);
}

/** A probability as log odds; 0 and 1 as finite ones. */
export function logit(probability: number): number {
  return Math.log((probability + LEAST) / (1 - probability + LEAST));
}

/** Log odds as a probability. */
export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
