import { expect, it } from 'vitest';
import { textsByLanguage } from '../text/by-language.ts';
import { createLanguage, firstLanguage, loadTexts } from './language.ts';

const door = (remembered: string | undefined, languages: readonly string[] = ['ja-JP', 'en']) => ({
  memory: { read: () => remembered },
  languages,
});

it.each([
  ['en', ['ja-JP'], 'en'],
  [undefined, ['fr', 'ja-JP', 'en'], 'ja'],
  [undefined, ['fr'], 'en'],
  ['of tomorrow', ['ja'], 'ja'],
])('is the remembered one, else the creator’s (%s of %j)', (remembered, languages, first) => {
  expect(firstLanguage(door(remembered, languages))).toBe(first);
});

/** Texts whose loading the test ends. */
function held() {
  const ends: Record<'en' | 'ja', PromiseWithResolvers<string>> = {
    en: Promise.withResolvers(),
    ja: Promise.withResolvers(),
  };
  return { ends, texts: textsByLanguage({ en: () => ends.en.promise, ja: () => ends.ja.promise }) };
}

it('changes only after all texts of the surface are loaded, together with them', async () => {
  const { ends, texts } = held();
  await loadTexts('en', undefined);
  const { language, t, speak } = createLanguage({ ...door('en'), texts });
  const spoken = speak('ja');
  await loadTexts('ja', undefined);
  expect([language.value, t.value.form.generate]).toEqual(['en', 'Generate']);
  ends.ja.resolve('こんにちは');
  await spoken;
  expect([language.value, t.value.form.generate]).toEqual(['ja', '画像を生成']);
  expect(texts.in('ja')).toBe('こんにちは');
});

it('is the last one that was chosen, whichever is loaded first', async () => {
  const { ends, texts } = held();
  await loadTexts('en', undefined);
  const { language, speak } = createLanguage({ ...door('en'), texts });
  const [first, second] = [speak('ja'), speak('en')];
  ends.en.resolve('Hello');
  await second;
  ends.ja.resolve('こんにちは');
  await first;
  expect(language.value).toBe('en');
});

it('stays where its texts cannot be loaded', async () => {
  const { ends, texts } = held();
  await loadTexts('en', undefined);
  const { language, speak } = createLanguage({ ...door('en'), texts });
  ends.ja.reject(new Error('gone'));
  await speak('ja');
  expect(language.value).toBe('en');
});
