import { expect, it } from 'vitest';
import { isNegativeName } from './negative-name.ts';

it.each([
  'negative',
  'negative_prompt',
  'negative_prompts',
  'negativePrompt',
  'NegativePrompt',
  'neg_prompt',
  'neg',
  'negative_text',
  'negativeText',
  'negative_texts',
  'negative_prompt_2',
  'negative_prompt2',
  'negative_prompt_g',
  'negative_prompt_en',
  'hr_negative_prompt',
  'refiner_negative',
  'ad_negative_prompt',
])('takes %s for a negative prompt', (name) => {
  expect(isNegativeName(name)).toBe(true);
});

it.each([
  'prompt',
  'negation',
  'negatives',
  'my-negative_prompt',
  'negative_prompt_10',
  'negative_prompt_eng',
  'negative prompt',
  'my_own_negative_prompt',
  'averylongprefix_negative_prompt',
  'a_negative_prompt',
  'negative_prompt_strength',
  '1_negative',
])('takes %s for none', (name) => {
  expect(isNegativeName(name)).toBe(false);
});
