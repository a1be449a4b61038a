import { describe, expect, it } from 'vitest';
import enNames from '../../_locales/en/messages.json' with { type: 'json' };
import jaNames from '../../_locales/ja/messages.json' with { type: 'json' };
import { en } from './en.ts';
import { ja } from './ja.ts';

/** Every path to a text, with the kind of the text and, for plain ones, the text. */
function textsOf(value: object, prefix = ''): Map<string, string> {
  const texts = Object.entries(value).flatMap(([key, entry]: [string, unknown]): [string, string][] => {
    if (typeof entry === 'object' && entry !== null) return [...textsOf(entry, `${prefix}${key}.`)];
    return [[`${prefix}${key}: ${typeof entry}`, typeof entry === 'string' ? entry : '']];
  });
  return new Map(texts);
}

describe('the extension’s texts', () => {
  it('have the same keys in every language, and none is empty or left in English', () => {
    const [english, japanese] = [textsOf(en), textsOf(ja)];
    expect([...japanese.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of english) {
      if (!path.endsWith(': string')) continue;
      expect(text.trim(), path).not.toBe('');
      expect(japanese.get(path), path).not.toBe(text);
    }
  });
});

describe('the names that the browser shows', () => {
  it('exist in both languages', () => {
    expect(Object.keys(jaNames).sort()).toEqual(Object.keys(enNames).sort());
    for (const { message } of Object.values(jaNames)) expect(message).toMatch(/[ぁ-んァ-ヶ一-龠]/);
  });

  it('are within the length limits of the stores', () => {
    for (const names of [enNames, jaNames]) {
      expect(names.name.message.length).toBeLessThanOrEqual(75);
      expect(names.description.message.length).toBeLessThanOrEqual(132);
    }
  });
});
