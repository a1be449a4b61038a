import { expect, it } from 'vitest';
import { warnings } from './en.ts';
import { warningOf } from './warning-of.ts';

it('has the English sentence of its code, and no fields that were not given', () => {
  expect(warningOf('prompt_warned')).toEqual({ code: 'prompt_warned', message: warnings.prompt_warned({}) });
});

it('names the check and the position of the image, also in the sentence', () => {
  const told = { check: 'rekognition', image: 0 };
  expect(warningOf('check_failed', told)).toEqual({
    code: 'check_failed',
    ...told,
    message: 'The picture could not be checked by rekognition.',
  });
  expect(warningOf('check_failed', { check: 'rules' }).message).toBe(
    'The prompt could not be checked by rules.',
  );
});
