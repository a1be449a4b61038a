import { describe, expect, it } from 'vitest';
import { parsedAnswer } from '../../dialect-kit/answers/answer.ts';
import { ownInfo, readMade, withNotes } from './answer.ts';

const made = (value: unknown, count: number) => {
  const { samples, grid, others, info } = readMade(parsedAnswer(value), count);
  return { samples: samples.length, grid: grid !== undefined, others: others.length, info };
};
const info = { seed: 1, index_of_first_image: 1, infotexts: ['a'] };

describe('readMade', () => {
  it('finds the grid before the images, and extra images after them', () => {
    expect(made({ images: ['a', 'b', 'c', 'd'], info: JSON.stringify(info) }, 2)).toEqual({
      samples: 2,
      grid: true,
      others: 1,
      info,
    });
    expect(made({ images: ['a', 'b', 'c'], info: {} }, 2)).toMatchObject({
      samples: 2,
      grid: false,
      others: 1,
    });
    // The requested number of images: the first one is not an extra one.
    expect(made({ images: ['a', 'b'], info }, 2)).toMatchObject({ samples: 2, grid: false, others: 0 });
  });

  it('is empty for an answer of another form', () => {
    for (const value of [{}, [], { images: 'a', info: 'no JSON' }, { info: '[1]' }])
      expect(made(value, 1)).toEqual({ samples: 0, grid: false, others: 0, info: {} });
  });
});

describe('ownInfo', () => {
  it('returns the client’s own negative prompts, and drops the label of one that was not typed', () => {
    const replaced = [
      { sent: 'nsfw, fog', typed: 'fog' },
      { sent: 'nsfw', typed: '' },
    ];
    const told = ownInfo(
      {
        negative_prompt: 'nsfw, fog',
        infotexts: ['a\nNegative prompt: nsfw, fog\nSteps: 1', 'b\nNegative prompt: nsfw\nSteps: 1'],
        extra_generation_params: { nsfw: 'nsfw' },
        seed: 1,
      },
      replaced,
      [],
    );
    expect(told).toEqual({
      negative_prompt: 'fog',
      infotexts: ['a\nNegative prompt: fog\nSteps: 1', 'b\nSteps: 1'],
      extra_generation_params: { '': '' },
      seed: 1,
    });
  });

  it('returns the seeds that were used', () => {
    const told = ownInfo({ infotexts: ['grid', 'a, Seed: 1', 'b, Seed: 1', 7] }, [], [5, 6, 7]);
    expect(told).toEqual({ seed: 5, all_seeds: [5, 6, 7], infotexts: ['a, Seed: 5', 'b, Seed: 6', 7] });
    expect(ownInfo({ infotexts: 'none' }, [], [5]).infotexts).toEqual([]);
  });
});

describe('withNotes', () => {
  it('puts a note where apps read it, so that the text can be parsed again', () => {
    const texts = ['grid', 'a\nSteps: 20, Seed: 1', 'b', ''];
    expect(withNotes({ infotexts: texts, seed: 1 }, ['one: "x"', 'two', 'three'])).toEqual({
      seed: 1,
      infotexts: ['grid', 'a\nSteps: 20, Seed: 1, Shoji: "one: \\"x\\""', 'b\ntwo', 'three'],
    });
  });

  it('puts a note on a separate line behind a line that has no parameters', () => {
    const infotexts = ['a\nSteps: 20, Seed: 1\nmore', 'Steps: 20', 'a Steps: 20'];
    expect(withNotes({ infotexts }, ['note', 'note', 'note']).infotexts).toEqual([
      'a\nSteps: 20, Seed: 1\nmore\nnote',
      'Steps: 20, Shoji: "note"',
      'a Steps: 20\nnote',
    ]);
  });

  it('changes nothing without a note, and creates texts if the server has none', () => {
    const given = { infotexts: ['a'] };
    expect(withNotes(given, [undefined])).toBe(given);
    expect(withNotes({}, [undefined, 'note'])).toEqual({ infotexts: ['', 'note'] });
  });
});
