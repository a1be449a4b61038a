import { expect, it } from 'vitest';
import { imageReasons, promptReasons } from '../phrases/en.ts';
import { finding } from '../testing/fakes.ts';
import { imageWarnings, promptWarnings } from './warnings.ts';

it('a prompt has one warning per category, check and span, in the order of the reasons', () => {
  const reasons = [
    finding('violence', 0.9, { check: 'a', span: [0, 3] }),
    finding('violence', 0.8, { check: 'a', span: [4, 7] }),
    finding('violence', 0.7, { check: 'a', span: [0, 3] }),
    finding('hate', 0.7, { check: 'a', span: [0, 3] }),
    finding('violence', 0.6, { check: 'b' }),
    finding('violence', 0.5, { check: 'b' }),
  ];
  const message = promptReasons.violence;
  expect(promptWarnings(reasons)).toEqual([
    { code: 'prompt_violence', message, category: 'violence', check: 'a', span: [0, 3] },
    { code: 'prompt_violence', message, category: 'violence', check: 'a', span: [4, 7] },
    { code: 'prompt_hate', message: promptReasons.hate, category: 'hate', check: 'a', span: [0, 3] },
    { code: 'prompt_violence', message, category: 'violence', check: 'b' },
  ]);
});

it('a picture has one warning per category and check', () => {
  const reasons = [
    finding('nudity', 0.9, { check: 'a', label: 'one' }),
    finding('nudity', 0.8, { check: 'a', label: 'another' }),
    finding('nudity', 0.8, { check: 'b' }),
  ];
  const warning = { code: 'image_nudity', message: imageReasons.nudity, category: 'nudity', image: 2 };
  expect(imageWarnings(reasons, 2)).toEqual([
    { ...warning, check: 'a' },
    { ...warning, check: 'b' },
  ]);
});
