import { describe, expect, it } from 'vitest';
import { unreadable } from './language.ts';

describe('unreadable', () => {
  it.each([
    ['a dog in a suit', false],
    ['masterpiece, best quality, 1girl, garden', false],
    ['da vinci painting of los angeles by the sea', false],
    ['', false],
    ['8k, 35mm', false],
    ['собака в костюме', true],
    ['ein Hund in einem Anzug auf der Straße', true],
    ['un chien avec une cravate dans le jardin', true],
    ['un perro con un traje en el jardín', true],
  ])('for one that reads English: %s → %s', (prompt, expected) => {
    expect(unreadable(prompt, ['en'])).toBe(expected);
  });

  it('reads Japanese only when asked to', () => {
    expect(unreadable('スーツを着た犬', ['en'])).toBe(true);
    expect(unreadable('スーツを着た犬', ['en', 'ja'])).toBe(false);
  });
});
