import { describe, expect, it } from 'vitest';
import { readPrompt } from './read-prompt.ts';

const icons = (prompt: string, unwanted?: string) =>
  readPrompt(prompt, unwanted).subjects.map(({ choices: [first], count }) => `${count} ${first.icon}`);

describe('readPrompt', () => {
  it.each([
    ['a dog in a suit', ['1 dog', '1 necktie']],
    ['two cats and a rabbit', ['2 cat', '1 rabbit']],
    ['5 penguins', ['5 penguin']],
    ["a dog's ball", ['1 dog', '1 soccer-ball']],
    ['two dogs and cat', ['2 dog', '1 cat']],
    ['many foxes', ['4 fox']],
    ['mice and wolves', ['2 mouse', '2 wolf']],
    ['a hot air balloon over a fire engine', ['1 hot-air-balloon', '1 fire-engine']],
    ['An OLD MAN, 8k, highly detailed, best quality', ['1 old-man']],
    ['ｃａｔ', ['1 cat']],
    ['犬と猫', ['1 dog', '1 cat']],
    ['三匹の猫が森で遊ぶ', ['3 cat']],
    ['富士山と桜', ['1 mount-fuji', '1 cherry-blossom']],
    ['a猫b', ['1 cat']],
    ['dog, dogs, dog', ['2 dog']],
    ['xyzzy quux', []],
    ['a constructor and a dog', ['1 dog']],
    ['', []],
  ])('%s', (prompt, expected) => {
    expect(icons(prompt)).toEqual(expected);
  });

  it.each(['a sexy woman', 'セクシーな女性', 'a man', '男の子', 'people'])(
    'shows %s as clothed people',
    (prompt) => {
      const [subject] = readPrompt(prompt).subjects;
      expect(subject?.choices.every(({ icon }) => /^(wo)?man-|^person-/.test(icon))).toBe(true);
    },
  );

  it.each([
    ['a dog in a snowy forest at night', { place: 'snow', weather: 'snow', time: 'night' }],
    ['夕焼けの海', { time: 'sunset', place: 'sea' }],
    ['a boat on a lake like an ocean', { place: 'mountain' }],
    ['coral reef', { place: 'underwater' }],
    ['a dog', {}],
  ])('reads the setting of %s', (prompt, setting) => {
    expect(readPrompt(prompt).setting).toEqual(setting);
  });

  it.each([
    ['a castle, watercolor', 'watercolour'],
    ['水彩画の城', 'watercolour'],
    ['pixel art of a castle', 'pixel'],
    ['pencil sketch of a castle', 'pencil'],
    ['a castle', undefined],
  ])('reads the style of %s, and does not draw the style’s words as things', (prompt, style) => {
    const meaning = readPrompt(prompt);
    expect(meaning.style).toBe(style);
    expect(meaning.subjects).toHaveLength(1);
  });

  it.each([
    ['a xyzzy and a dog', ['xyzzy']],
    ['a lady in swimming wear', ['swimming wear']],
    ['a glowing, beautiful dog, 8k, masterpiece', []],
    ['a dog without a hat', []],
    ['медведь и самовар', ['медведь', 'и', 'самовар']],
    ['囲碁の猫', ['囲碁']],
  ])('names the words of %s that have no drawing', (prompt, missing) => {
    expect(readPrompt(prompt).missing).toEqual(missing);
  });

  it('relates a thing to the one named before it, and not across a comma', () => {
    const links = (prompt: string) => readPrompt(prompt).subjects.map(({ link }) => link?.relation);
    expect(links('a cat on a table')).toEqual([undefined, 'on']);
    expect(links('a woman holding an umbrella under a tree')).toEqual([undefined, 'hold', 'under']);
    expect(links('a cat, on a table')).toEqual([undefined, undefined]);
    expect(icons('a dog without a hat')).toEqual(['1 dog']);
    expect(icons('箱の中の猫')).toEqual(['1 cat', '1 package']);
    expect(links('箱の中の猫')).toEqual([undefined, 'in']);
  });

  it('gives an action to the person who does it, and a colour to the thing after it', () => {
    const [boxer] = readPrompt('a boxer dancing on a red table').subjects;
    expect(boxer).toMatchObject({
      action: { other: 'man-dancing' },
      has: { thing: { icon: 'boxing-glove' } },
    });
    const colours = readPrompt('a red car and a blue bird').subjects.map(({ colour }) => colour);
    expect(colours).toEqual(['#d8322f', '#2f6fd8']);
    expect(readPrompt('a dancing bear').subjects[0]?.action).toBeDefined();
  });

  it('leaves out things that the negative prompt names', () => {
    expect(icons('a dog and a cat', 'ugly, dogs, blurry')).toEqual(['1 cat']);
    expect(icons('犬と猫', '猫')).toEqual(['1 dog']);
  });
});
