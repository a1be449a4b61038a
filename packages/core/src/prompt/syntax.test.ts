import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { views } from './syntax.ts';

const texts = (prompt: string) => views(prompt).map((view) => view.text);

describe('views', () => {
  it.each([
    ['a [cat:dog:0.5] here', ['a cat here', 'a dog here']],
    ['gar[den:0] wall', ['garden wall']],
    ['gar[:den:0] wall', ['garden wall']],
    ['[gar|gar]den', ['garden']],
    ['a [cat|dog|cow]', ['a cat', 'a dog', 'a cow']],
    ['{red|blue} car', ['red car', 'blue car']],
    ['(g)(a)(r)', ['gar']],
    ['gar[]den', ['garden']],
    ['(garden:1.4), [wall]', ['garden, wall']],
    ['gar<lora:style:0.8>den', ['garden']],
    ['a \\(small\\) cat', ['a (small) cat']],
    ['a cat # a comment', ['a cat ']],
    ['[a:[b|c]:0.5]', ['a', 'b', 'c']],
  ])('of %s hold what a web UI samples', (prompt, expected) => {
    expect(texts(prompt)[0]).toBe(prompt);
    expect(texts(prompt)).toEqual(expect.arrayContaining(expected));
  });

  it('are the prompt alone where there is no syntax', () => {
    expect(views('a dog in a suit')).toEqual([{ text: 'a dog in a suit' }]);
  });

  it('know where each unit was typed', () => {
    const syntax = fc.string({
      unit: fc.constantFrom(
        'a',
        'b',
        ' ',
        '(',
        ')',
        '[',
        ']',
        '|',
        ':',
        '0.5',
        '<',
        '>',
        '\\',
        '{',
        '}',
        '#',
      ),
    });
    fc.assert(
      fc.property(syntax, (prompt) => {
        for (const { text, offsets } of views(prompt)) {
          if (offsets) expect(Array.from(offsets, (offset) => prompt[offset]).join('')).toBe(text);
        }
      }),
    );
  });

  it('are at most 48', () => {
    const many = Array.from({ length: 60 }, (_, index) => `[a:b:0.${index + 10}]`).join(' ');
    expect(views(many).length).toBeLessThanOrEqual(48);
  });
});
