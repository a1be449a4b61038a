import { expect, it } from 'vitest';
import { textsByLanguage } from './by-language.ts';

function counted() {
  const asked: string[] = [];
  const texts = textsByLanguage({
    async en() {
      asked.push('en');
      return 'Hello';
    },
    async ja() {
      asked.push('ja');
      return 'こんにちは';
    },
  });
  return { asked, texts };
}

it('loads only the language that is asked for, and once', async () => {
  const { asked, texts } = counted();
  await texts.load('ja');
  await texts.load('ja');
  expect(asked).toEqual(['ja']);
  expect(texts.in('ja')).toBe('こんにちは');
});

it('has no texts before they are loaded', async () => {
  const { texts } = counted();
  await texts.load('en');
  expect(() => texts.in('ja')).toThrow('the texts in ja are not loaded');
});
