import { describe, expect, it } from 'vitest';
import { canRead } from './language.ts';

describe('canRead', () => {
  it.each([
    'a dog in a suit',
    'masterpiece, best quality, 8k, portrait of a knight, Leonardo da Vinci, art by Le Corbusier',
    'Mies van der Rohe house in Los Angeles, la la land poster, El Greco style, Lana Del Rey',
    'café terrace, Pokémon, über-detailed',
    'ｆｕｌｌ ｗｉｄｔｈ letters',
    'DOG',
  ])('accepts %s as English', (prompt) => {
    expect(canRead(prompt, 'en')).toBe('yes');
  });

  it.each([
    'スーツを着た犬',
    'собака в костюме',
    '穿西装的狗',
    'كلب يرتدي بدلة',
    '정장을 입은 개',
    '🐕 🤵',
    '123',
  ])('rejects %s as unreadable', (prompt) => {
    expect(canRead(prompt, 'en')).toBe('no');
  });

  it.each([
    ['English among Japanese', 'a dog スーツ'],
    ['a word with a Cyrillic letter', 'a dоg in a suit'],
    ['Spanish', 'un perro muy grande que lleva una corbata'],
    ['German', 'ein Hund mit einer Krawatte und einem Hut'],
    ['French', 'un chien avec une cravate dans la rue'],
    ['Italian', 'un cane che gioca nella neve'],
    ['Portuguese', 'um cachorro com uma gravata'],
    ['Dutch', 'een hond onder het bed'],
    ['Vietnamese', 'một con chó với cà vạt'],
  ])('reads only part of %s', (_, prompt) => {
    expect(canRead(prompt, 'en')).toBe('partly');
  });

  it('depends on the language that the classifier was trained for', () => {
    expect(canRead('ein Hund mit einer Krawatte', 'de')).toBe('yes');
    expect(canRead('a picture of the dog with a hat', 'de')).toBe('partly');
    expect(canRead('スーツを着た犬', 'de')).toBe('no');
  });
});
