import { describe, expect, it } from 'vitest';
import { standard } from '../policy/presets.ts';
import { fakeClassifier, fakeEngine, fakeModerator, fakeRules } from '../testing/fakes.ts';
import type { Category } from '../vocabulary/category.ts';
import { assertScreening, type Engine, EngineError, uncoveredCategories } from './engine.ts';

const asserted = (parts: Partial<Engine>) => () => assertScreening(fakeEngine(parts));

describe('an engine is refused', () => {
  it.each<[string, Partial<Engine>, string]>([
    [
      'without a check of prompts',
      { rules: [], classifiers: [] },
      'prompt: no check is configured; add rules() or a classifier.',
    ],
    [
      'without a check of pictures',
      { moderators: [] },
      'image: no moderator is configured; add embeddedImageModerator() or rekognition().',
    ],
    [
      'with two checks of one name',
      {
        classifiers: [fakeClassifier({ findings: [] }, 'a')],
        moderators: [fakeModerator({ findings: [] }, 'a')],
      },
      'Two checks are named a; give one of them another name.',
    ],
    [
      'with a policy that lets a check fail open that there is not',
      { policy: { ...standard, failOpen: ['classifier', 'typo'] } },
      'policy.failOpen: no check is named typo; the configured ones are rules, classifier, moderator.',
    ],
  ])('%s', (_, parts, message) => {
    expect(asserted(parts)).toThrow(EngineError);
    expect(asserted(parts)).toThrow(message);
  });

  it.each<[string, Partial<Engine>]>([
    ['rules and no classifier', { classifiers: [] }],
    ['classifiers and no rules', { rules: [] }],
    [
      'each of its checks failing open',
      { policy: { ...standard, failOpen: ['rules', 'classifier', 'moderator'] } },
    ],
  ])('not with %s', (_, parts) => {
    expect(asserted(parts)).not.toThrow();
  });
});

it('uncoveredCategories() returns the categories on each side that the policy restricts and no check covers', () => {
  const covering = <Check extends object>(check: Check, ...covers: Category[]) => ({ ...check, covers });
  const engine = fakeEngine({
    policy: {
      ...standard,
      prompt: { hate: { reject: 0.5 }, drugs: { warn: 0.5 }, violence: { warn: 0.5 } },
      image: { nudity: { blur: 0.5 }, gambling: { blur: 0.5 } },
    },
    rules: [covering(fakeRules(), 'hate')],
    classifiers: [covering(fakeClassifier(), 'drugs', 'gambling')],
    moderators: [covering(fakeModerator(), 'nudity', 'violence')],
  });
  expect(uncoveredCategories(engine)).toEqual({ prompt: ['violence'], image: ['gambling'] });
});

it.each([
  [['nudity', 'minor', 'face'], []],
  [['nudity', 'minor'], ['real-person']],
  [['suggestive', 'face'], ['sexual-minors']],
  [
    ['minor', 'face'],
    ['sexual-minors', 'real-person'],
  ],
] as const)('pictures are seen for joined categories by both halves: %j', (covers, image) => {
  const policy = {
    ...standard,
    prompt: {},
    image: { 'sexual-minors': { withhold: 0.5 }, 'real-person': { withhold: 0.5 } },
  };
  const engine = fakeEngine({ policy, moderators: [{ ...fakeModerator(), covers }] });
  expect(uncoveredCategories(engine).image).toEqual(image);
});

it('uncoveredCategories() counts no check that sees only the words of pictures', () => {
  const policy = { ...standard, image: { nudity: { blur: 0.5 }, violence: { blur: 0.5 } } };
  const words = { ...fakeModerator(), wordsOnly: true };
  const sees = { ...fakeModerator({ findings: [] }, 'other'), covers: ['nudity'] as const };
  expect(uncoveredCategories(fakeEngine({ policy, moderators: [words] })).image).toEqual([
    'nudity',
    'violence',
  ]);
  expect(uncoveredCategories(fakeEngine({ policy, moderators: [words, sees] })).image).toEqual(['violence']);
});
