import { describe, expect, it } from 'vitest';
import { random } from '../paint/random.ts';
import { readPrompt } from '../prompt/read-prompt.ts';
import { gather } from './gather.ts';

const figuresOf = (prompt: string) => gather(readPrompt(prompt).subjects, random(1, prompt));

describe('gather', () => {
  it.each([
    ['a boxer dancing on a table', ['table']],
    ['two cats on a sofa', ['couch-and-lamp']],
    ['a cat and a dog on a bench', ['bench']],
    ['a goldfish in a bowl', ['fishbowl']],
    ['a rabbit in a hat', ['top-hat']],
    ['a basket of apples', ['basket']],
    ['a bouquet of roses in a vase', ['vase']],
    ['a woman under a tree', ['deciduous-tree']],
    ['a train crossing a bridge', ['bridge']],
    ['a couple with an umbrella', ['woman-walking']],
    ['a police officer on a horse', ['horse-racing']],
    ['a dog in a suit', ['person-in-tuxedo']],
    ['スーツを着た犬', ['person-in-tuxedo']],
    ['箱の中の猫', ['package']],
    ['テーブルの上のりんごと車', ['red-apple', 'automobile']],
    ['a cup of coffee on a table', ['hot-beverage']],
    ['a dog next to a cat', ['dog', 'cat']],
    ['a cat under the moon', ['cat', 'full-moon']],
    ['a man with a dog', ['man-curly-hair', 'dog']],
  ])('shows what touches in one figure: %s', (prompt, bases) => {
    const icons = figuresOf(prompt).map(({ icon }) => icon);
    expect(icons).toHaveLength(bases.length);
    if (!/man|couple|tree|moon|train/.test(prompt)) expect(icons).toEqual(bases);
  });

  it.each([
    'a cat in a box',
    'a boxer dancing on a table',
    'a girl holding a balloon',
    'a cat wearing a hat',
  ])('draws all parts, inside the box: %s', (prompt) => {
    const [figure] = figuresOf(prompt);
    if (figure === undefined) return expect.unreachable();
    const [left, top, width, height] = figure.box;
    expect(width).toBeGreaterThan(20);
    expect(height).toBeGreaterThan(20);
    const parts = [
      ...figure.body('p').matchAll(/^<svg x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
    ];
    for (const [, x, y, w, h] of parts) {
      expect(Number(x)).toBeGreaterThanOrEqual(left - 0.1);
      expect(Number(y)).toBeGreaterThanOrEqual(top - 0.1);
      expect(Number(x) + Number(w)).toBeLessThanOrEqual(left + width + 0.2);
      expect(Number(y) + Number(h)).toBeLessThanOrEqual(top + height + 0.2);
    }
    expect(parts.length).toBeGreaterThan(0);
  });

  it.each([
    ['a saxophone player', ['person-standing'], 1],
    ['a desk with a computer', ['table'], 1],
    ['a cowboy on a horse', ['horse-racing'], 1],
    ['a woman in a red dress', ['dress'], 1],
    ['a koala in a tree', ['deciduous-tree'], 1],
    ['three boxers', ['man-curly-hair', 'man-red-hair', 'man-standing'], 3],
  ])('reads %s as people and things with their attributes', (prompt, bases, count) => {
    const figures = figuresOf(prompt);
    expect(figures).toHaveLength(count);
    // Seeds choose among drawings of the same thing.
    const kinds = figures.map(({ icon }) =>
      icon.replace(/^(person|man|woman)-.*/, 'person').replace(/.*-tree$/, 'tree'),
    );
    expect(kinds).toEqual(
      bases.map((icon) => icon.replace(/^(person|man|woman)-.*/, 'person').replace(/.*-tree$/, 'tree')),
    );
  });

  it('shows different people for several, and gives a thing the colour that the prompt names', () => {
    expect(new Set(figuresOf('four women').map(({ icon }) => icon)).size).toBeGreaterThan(2);
    const plain = figuresOf('a car')[0]?.body('p');
    expect(plain).not.toContain('feColorMatrix');
    expect(figuresOf('a green car')[0]?.body('p')).toContain(`${plain}`);
    expect(figuresOf('a green car')[0]?.body('p')).toContain('feColorMatrix');
    expect(figuresOf('a black woman')[0]?.body('p')).not.toContain('feColorMatrix');
  });
});
