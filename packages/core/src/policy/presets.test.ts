import { describe, expect, it } from 'vitest';
import { finding } from '../testing/fakes.ts';
import { CATEGORIES } from '../vocabulary/category.ts';
import { decideImage, decidePrompt } from './decide.ts';
import { mature, standard, strict } from './presets.ts';
import type { Policy } from './schema.ts';

/** One line per category that a preset restricts: its thresholds for prompts, pictures and illustrations. */
function table({ prompt, image, illustrated }: Policy): string {
  const cell = (thresholds: object | undefined) =>
    Object.entries(thresholds ?? {})
      .map(([action, from]) => `${action} ${from}`)
      .join(' ') || '-';
  return CATEGORIES.filter((category) => prompt[category] ?? image[category] ?? illustrated[category])
    .map(
      (category) =>
        `${category}: ${[prompt, image, illustrated].map((side) => cell(side[category])).join(' | ')}`,
    )
    .join('\n');
}

// Operators rely on a preset by its name, so every threshold is part of the API.
describe('the thresholds of', () => {
  it('strict', () => {
    expect(table(strict)).toMatchInlineSnapshot(`
      "sexual: reject 0.4 | withhold 0.5 | -
      nudity: reject 0.4 | withhold 0.5 | -
      suggestive: reject 0.4 | blur 0.5 withhold 0.8 | -
      sexual-minors: reject 0.3 | withhold 0.3 | -
      real-person: warn 0.5 reject 0.9 | withhold 0.5 | -
      violence: warn 0.4 reject 0.8 | blur 0.5 withhold 0.8 | -
      graphic: reject 0.4 | withhold 0.5 | -
      hate: reject 0.4 | withhold 0.5 | -
      harassment: reject 0.4 | withhold 0.5 | -
      self-harm: reject 0.4 | withhold 0.5 | -
      drugs: reject 0.4 | withhold 0.6 | -
      alcohol-tobacco: warn 0.4 | blur 0.6 | -
      gambling: warn 0.4 | blur 0.6 | -
      rude-gestures: reject 0.4 | blur 0.5 | -
      profanity: reject 0.4 | blur 0.5 | -
      illegal: reject 0.4 | withhold 0.5 | -
      toxicity: reject 0.4 | withhold 0.5 | -"
    `);
  });

  it('standard', () => {
    expect(table(standard)).toMatchInlineSnapshot(`
      "sexual: warn 0.5 reject 0.9 | blur 0.5 withhold 0.9 | -
      nudity: warn 0.5 reject 0.9 | blur 0.5 withhold 0.95 | -
      suggestive: warn 0.5 | blur 0.7 | blur 0.85
      sexual-minors: reject 0.4 | withhold 0.3 | -
      real-person: warn 0.5 reject 0.9 | blur 0.5 withhold 0.9 | -
      violence: warn 0.6 | blur 0.8 | blur 0.9
      graphic: warn 0.5 reject 0.9 | blur 0.6 withhold 0.95 | -
      hate: warn 0.5 reject 0.8 | blur 0.5 withhold 0.8 | -
      harassment: warn 0.5 reject 0.9 | blur 0.6 | -
      self-harm: warn 0.5 reject 0.8 | blur 0.5 withhold 0.9 | -
      drugs: warn 0.6 reject 0.95 | blur 0.8 | -
      rude-gestures: - | blur 0.8 | -
      profanity: warn 0.6 | blur 0.8 | -
      illegal: warn 0.6 reject 0.9 | blur 0.6 withhold 0.9 | -
      toxicity: warn 0.5 reject 0.9 | blur 0.6 | -"
    `);
  });

  it('mature', () => {
    expect(table(mature)).toMatchInlineSnapshot(`
      "sexual: warn 0.8 | blur 0.6 | -
      nudity: - | blur 0.8 | -
      sexual-minors: reject 0.4 | withhold 0.3 | -
      real-person: reject 0.9 | withhold 0.9 | -
      violence: - | blur 0.95 | -
      graphic: warn 0.8 | blur 0.7 | -
      hate: warn 0.6 reject 0.9 | blur 0.6 withhold 0.9 | -
      self-harm: warn 0.5 reject 0.9 | blur 0.6 | -
      illegal: warn 0.7 reject 0.95 | blur 0.8 | -
      toxicity: warn 0.8 | blur 0.8 | -"
    `);
  });
});

describe('beside its thresholds', () => {
  const rest = ({ prompt, image, illustrated, ...others }: Policy) => others;
  const common = {
    illustratedFrom: 0.8,
    classify: 'before',
    deadlines: { classify: 5_000, generate: 300_000, moderate: 10_000, total: 480_000 },
    failOpen: [],
  };

  it('strict reveals nothing, names no word, and regenerates blurred pictures', () => {
    expect(rest(strict)).toEqual({
      ...common,
      name: 'strict',
      reveal: false,
      warnedPrompt: 'blur',
      unreadPrompt: 'warn',
      regenerate: { attempts: 2, from: 'blur' },
      explain: 'category',
    });
  });

  it('standard lets people reveal blurred pictures, and regenerates withheld ones', () => {
    expect(rest(standard)).toEqual({
      ...common,
      name: 'standard',
      reveal: true,
      warnedPrompt: 'blur',
      unreadPrompt: 'allow',
      regenerate: { attempts: 2, from: 'withhold' },
      explain: 'span',
    });
  });

  it('mature shows the pictures of a warned prompt, and regenerates none', () => {
    expect(rest(mature)).toEqual({
      ...common,
      name: 'mature',
      reveal: true,
      warnedPrompt: 'show',
      unreadPrompt: 'allow',
      regenerate: { attempts: 1, from: 'withhold' },
      explain: 'span',
    });
  });
});

describe.each(CATEGORIES)('%s', (category) => {
  const scores = Array.from({ length: 101 }, (_, i) => i / 100);
  const levels = { allow: 0, clear: 0, warn: 1, blur: 1, reject: 2, withhold: 2 };

  it('is never milder under a stricter preset', () => {
    for (const score of scores) {
      const seen = [finding(category, score)];
      const prompt = [mature, standard, strict].map((policy) => levels[decidePrompt(policy, seen).decision]);
      const image = [mature, standard, strict].map((policy) => levels[decideImage(policy, seen).decision]);
      expect([prompt, image]).toEqual([prompt.toSorted(), image.toSorted()]);
    }
  });
});
