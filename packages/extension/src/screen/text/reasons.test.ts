import { describe, expect, it } from 'vitest';
import { warningOf } from '../../testing/runs.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { categoryName, hintOf, hintsOf, promptReason, sentenceOf, sentencesOf } from './reasons.ts';

describe('a warning’s sentence', () => {
  it('is that of its code, with the values that the code depends on', () => {
    const { check_failed } = en.phrases.warnings;
    expect(sentenceOf(en, warningOf('check_failed', { check: 'rekognition' }))).toBe(
      check_failed({ check: 'rekognition' }),
    );
    expect(sentenceOf(en, warningOf('check_failed', { check: 'rekognition' }))).toContain('rekognition');
  });

  it.each(['covered_by_you', 'no_image'] as const)('is the screen’s sentence for %s', (code) => {
    expect(sentenceOf(en, warningOf(code))).toBe(en.ownWarnings[code]());
    expect(sentenceOf(ja, warningOf(code))).toBe(ja.ownWarnings[code]());
  });

  it('is that of its category, for a prompt or for a picture', () => {
    expect(sentenceOf(en, warningOf('prompt_self_harm'))).toBe(en.phrases.promptReasons['self-harm']);
    expect(sentenceOf(ja, warningOf('image_self_harm'))).toBe(ja.phrases.imageReasons['self-harm']);
  });

  it.each(['prompt_of_tomorrow', 'video_violence', 'violence', 'prompt_', 'image_toString', ''])(
    'is the server’s sentence for %j',
    (code) => {
      expect(sentenceOf(en, warningOf(code))).toBe(`message of ${code}`);
    },
  );

  it('appears once, in the order of the warnings', () => {
    const warnings = ['image_nudity', 'prompt_hate', 'image_nudity'].map((code) => warningOf(code));
    expect(sentencesOf(en, warnings)).toEqual([
      en.phrases.imageReasons.nudity,
      en.phrases.promptReasons.hate,
    ]);
  });
});

describe('a hint', () => {
  it('appears once for each category, and not for unknown categories', () => {
    const of = (category?: string) => warningOf('prompt_rejected', category ? { category } : {});
    expect(hintsOf(en, [of('hate'), of('of-tomorrow'), of(), of('hate'), of('nudity')])).toEqual([
      en.phrases.hints.hate,
      en.phrases.hints.nudity,
    ]);
  });
});

describe('a category', () => {
  it('has a name, a reason and a hint', () => {
    expect(categoryName(ja, 'hate')).toBe(ja.phrases.names.hate);
    expect(promptReason(ja, 'hate')).toBe(ja.phrases.promptReasons.hate);
    expect(hintOf(ja, 'hate')).toBe(ja.phrases.hints.hate);
  });

  it.each(['of-tomorrow', 'toString', ''])('is shown as its code when it is unknown (%j)', (category) => {
    expect(categoryName(en, category)).toBe(category);
    expect(promptReason(en, category)).toBeUndefined();
    expect(hintOf(en, category)).toBeUndefined();
  });
});
