import { imageReasons, promptReasons } from '../phrases/en.ts';
import type { Finding } from '../vocabulary/finding.ts';
import { categoryWarningCode, type Warning } from '../vocabulary/warning.ts';

/** The policy's reasons about a prompt, one a category and check, the strongest first. */
export function promptWarnings(reasons: readonly Finding[]): Warning[] {
  return onePerCategory(reasons).map(({ category, check, span }) => ({
    code: categoryWarningCode('prompt', category),
    message: promptReasons[category],
    category,
    check,
    ...(span && { span }),
  }));
}

/** The policy's reasons about the picture at position `image`. */
export function imageWarnings(reasons: readonly Finding[], image: number): Warning[] {
  return onePerCategory(reasons).map(({ category, check }) => ({
    code: categoryWarningCode('image', category),
    message: imageReasons[category],
    category,
    check,
    image,
  }));
}

function onePerCategory(reasons: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return reasons.filter(({ category, check, span }) => {
    const key = span ? `${category}/${check}/${span.join('-')}` : `${category}/${check}`;
    return !seen.has(key) && seen.add(key);
  });
}
