/**
 * Mean error of the age model in years, by true age, as its author measured it on held-out pictures of eight databases:
 * https://github.com/justadudewhohacks/face-api.js#models-age-and-gender-recognition
 */
const MEAN_ERRORS = [
  { below: 4, error: 1.52 },
  { below: 9, error: 3.06 },
  { below: 19, error: 4.82 },
  { below: 29, error: 4.99 },
  { below: 41, error: 5.43 },
  { below: 61, error: 4.94 },
  { below: 81, error: 6.17 },
  { below: Infinity, error: 9.91 },
] as const;

/** The standard deviation of a normal distribution in mean errors: √(π / 2). */
const DEVIATION = Math.sqrt(Math.PI / 2);
/** Below this many pixels a face is guessed worse: the mean error was twice as large at half of it. */
const SHARP_SIDE = 48;
/** A person of any age up to this is as likely as another before the picture is seen, in years. */
const OLDEST = 90;
const ADULT = 18;

/** An apparent age, and how sure it is. */
export interface Apparent {
  /** Years. */
  readonly age: number;
  /** One standard deviation, in years. */
  readonly deviation: number;
  /** The probability that the person is under 18, 0–1. */
  readonly minor: number;
}

/**
 * Reads a guessed age by Bayes' rule: each true age makes the guess as likely as the error of the model at that age says.
 * @param age The model's guess in years; guesses below 0 count as 0 and those above 90 as 90.
 * @param side Side of the face in pixels: a small one is guessed worse.
 * @example
 * likelyMinor(12, 100).minor; // 0.81
 */
export function likelyMinor(age: number, side: number): Apparent {
  const guess = Math.min(OLDEST, Math.max(0, age));
  const blur = Math.max(1, SHARP_SIDE / side);
  let [all, minors, sum, squares] = [0, 0, 0, 0];
  for (let year = 0; year < OLDEST; year += 1) {
    const { error } = MEAN_ERRORS.find(({ below }) => year < below) ?? MEAN_ERRORS[0];
    const deviation = error * DEVIATION * blur;
    const truth = year + 0.5;
    const weight = Math.exp(-(((guess - truth) / deviation) ** 2) / 2) / deviation;
    all += weight;
    if (year < ADULT) minors += weight;
    sum += weight * truth;
    squares += weight * truth ** 2;
  }
  const mean = sum / all;
  return { age: guess, deviation: Math.sqrt(squares / all - mean ** 2), minor: minors / all };
}
