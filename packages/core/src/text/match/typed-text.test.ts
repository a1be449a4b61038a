import { expect, it } from 'vitest';
import { typedText } from './typed-text.ts';

it('has the text and its language', () => {
  const typed = typedText('the tall window and the dog in the garden');
  expect(typed.text).toBe('the tall window and the dog in the garden');
  expect(typed.language).toBe(typed.language);
});

it('has the language of each text alone', () => {
  const english = typedText('the tall window and the dog in the garden').language;
  const italian = typedText('il gatto nel giardino della nonna con la finestra').language;
  expect(english).not.toEqual(italian);
});
