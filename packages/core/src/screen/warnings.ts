import type { Category } from '../vocabulary/category.ts';
import type { Finding } from '../vocabulary/finding.ts';
import type { Warning } from '../vocabulary/verdict.ts';

/** What each category is called in a plain English sentence. */
const SPOKEN: Record<Category, string> = {
  sexual: 'sexual content',
  nudity: 'nudity',
  suggestive: 'suggestive content',
  'sexual-minors': 'sexualised minors',
  violence: 'violence',
  graphic: 'graphic or disturbing content',
  hate: 'hate',
  harassment: 'harassment',
  'self-harm': 'self-harm',
  drugs: 'drugs',
  'alcohol-tobacco': 'alcohol or tobacco',
  gambling: 'gambling',
  'rude-gestures': 'rude gestures',
  profanity: 'profanity',
  illegal: 'illegal acts',
  toxicity: 'toxic language',
};

/** The policy's reasons about a prompt, one a category and check, the strongest first. */
export function promptWarnings(reasons: readonly Finding[]): Warning[] {
  return onePerCategory(reasons).map(({ category, check, span }) => ({
    code: codeOf('prompt', category),
    message: `The prompt suggests ${SPOKEN[category]}.`,
    category,
    check,
    ...(span && { span }),
  }));
}

/** The policy's reasons about the picture at position `image`. */
export function imageWarnings(reasons: readonly Finding[], image: number): Warning[] {
  return onePerCategory(reasons).map(({ category, check }) => ({
    code: codeOf('image', category),
    message: `The picture may show ${SPOKEN[category]}.`,
    category,
    check,
    image,
  }));
}

function codeOf(side: 'prompt' | 'image', category: Category): string {
  return `${side}_${category.replaceAll('-', '_')}`;
}

function onePerCategory(reasons: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return reasons.filter(({ category, check, span }) => {
    const key = span ? `${category}/${check}/${span.join('-')}` : `${category}/${check}`;
    return !seen.has(key) && seen.add(key);
  });
}
