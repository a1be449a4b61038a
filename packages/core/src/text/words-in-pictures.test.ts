import { describe, expect, it } from 'vitest';
import type { PromptRules } from '../ports/prompt.ts';
import type { TextReader, TextReading } from '../ports/text-reader.ts';
import { CheckError } from '../vocabulary/check-error.ts';
import type { Finding } from '../vocabulary/finding.ts';
import { parseTermList } from './index.ts';
import { rules } from './rules.ts';
import { wordsInPictures } from './words-in-pictures.ts';

const { signal } = new AbortController();
const image = { mediaType: 'image/png', width: 64, height: 64, bytes: new Uint8Array(8) } as const;
const line = (text: string, confidence = 0.9) => ({ text, confidence });

function reader(reading: TextReading | Error, more: Partial<TextReader> = {}): TextReader {
  return {
    name: 'reader',
    read: async () => {
      if (reading instanceof Error) throw reading;
      return reading;
    },
    ...more,
  };
}
const marmalade = rules({ lexicon: false, terms: parseTermList('marmalade\n') });
const moderated = (reading: TextReading | Error, more: object = {}) =>
  wordsInPictures({ reader: reader(reading), rules: [marmalade], ...more }).moderate(image, { signal });
const labels = async (...given: Parameters<typeof moderated>) =>
  (await moderated(...given)).findings.map(({ label }) => label);

describe('the words of a picture', () => {
  it('are judged by the rules of prompts, as a finding of the picture', async () => {
    const { findings } = await moderated({ lines: [line('Fresh'), line('MARMALADE')] });
    expect(findings).toHaveLength(1);
    const [finding] = findings;
    expect(finding).toMatchObject({ check: 'words-in-pictures', score: expect.any(Number) });
    expect(finding).not.toHaveProperty('span');
  });

  it('are found across lines, in disguise, and once only', async () => {
    const split = rules({ lexicon: false, terms: parseTermList('orange marmalade\n') });
    expect(await labels({ lines: [line('orange'), line('marmalade')] }, { rules: [split] })).toHaveLength(1);
    expect(await labels({ lines: [line('m4rm4l4d3')] })).toHaveLength(1);
    expect(await labels({ lines: [line('marmalade'), line('marmalade')] })).toHaveLength(1);
  });

  it('lead to no finding where a picture has none', async () => {
    expect(await moderated({ lines: [] })).toEqual({ findings: [] });
    expect(await labels({ lines: [line('  ')] })).toEqual([]);
  });

  it('are left out where the reader is not sure of them', async () => {
    expect(await labels({ lines: [line('marmalade', 0.49)] })).toEqual([]);
    expect(await labels({ lines: [line('marmalade', 0.5)] })).toHaveLength(1);
    expect(await labels({ lines: [line('marmalade', 0.2)] }, { minConfidence: 0.2 })).toHaveLength(1);
  });

  it('of one line are judged also by themselves, and know of a minor in another', async () => {
    const asked: [text: string, namesMinor: boolean | undefined][] = [];
    const own: PromptRules = {
      name: 'own',
      covers: ['minor', 'violence'],
      match: (text, beside) => {
        asked.push([text, beside?.namesMinor]);
        return text.includes('child')
          ? [{ check: 'own', category: 'minor', label: 'child', score: 1, span: [0, 5] }]
          : [];
      },
    };
    const { findings } = await moderated({ lines: [line('a child'), line('plays')] }, { rules: [own] });
    expect(asked).toEqual([
      ['a child plays', undefined],
      ['a child', true],
      ['plays', true],
    ]);
    expect(findings).toEqual([{ check: 'words-in-pictures', category: 'minor', label: 'child', score: 1 }]);
  });

  it('keep the strongest score of a label', async () => {
    const scores: PromptRules = {
      name: 'scores',
      covers: ['hate'],
      match: (text): Finding[] => [
        {
          check: 'scores',
          category: 'hate',
          label: 'x',
          score: text.includes(' ') ? 0.3 : text.length / 10,
        },
      ],
    };
    const { findings } = await moderated({ lines: [line('a'), line('abcd')] }, { rules: [scores] });
    expect(findings).toMatchObject([{ score: 0.4 }]);
  });
});

describe('text that cannot be read', () => {
  it('fails the check, with the reader’s own error', async () => {
    const error = new CheckError('throttled', 'too many');
    await expect(moderated(error)).rejects.toBe(error);
  });

  it.each([Number.NaN, -0.1, 1.1, Number.POSITIVE_INFINITY])(
    'fails with a confidence of %d',
    async (wrong) => {
      await expect(moderated({ lines: [line('a', wrong)] })).rejects.toMatchObject({
        failure: 'invalid-answer',
      });
    },
  );

  it('fails when it is longer than a prompt may be', async () => {
    const words = 'word '.repeat(2_000).trim();
    expect((await moderated({ lines: [line(words)] })).findings).toEqual([]);
    await expect(moderated({ lines: [line(words), line('word')] })).rejects.toMatchObject({
      failure: 'invalid-input',
      ofInput: true,
    });
  });
});

describe('the moderator', () => {
  it('covers what its rules cover, and has the name that it is given', () => {
    const given = reader({ lines: [] });
    const moderator = wordsInPictures({ reader: given, rules: [marmalade] });
    expect([moderator.covers, moderator.wordsOnly]).toEqual([marmalade.covers, true]);
    expect(moderator.caveat).toContain('printed letters only');
    expect(wordsInPictures({ reader: given, rules: [marmalade], name: 'signs' }).name).toBe('signs');
    expect(wordsInPictures({ reader: given }).covers).toEqual(rules().covers);
  });

  it('reports the usage, the model and the notices of its reader', async () => {
    const usage = [{ item: 'acme.text', quantity: 1 }];
    const notices = [{ code: 'old-model', message: 'Update it.' }];
    expect(await moderated({ lines: [], model: '3.0', usage, notices })).toEqual({
      ...{ findings: [], model: '3.0', usage, notices },
    });
  });

  it('warms up and closes its reader', async () => {
    const done: string[] = [];
    const given = reader(
      { lines: [] },
      {
        warmUp: async () => void done.push('warm'),
        close: async () => void done.push('closed'),
      },
    );
    const moderator = wordsInPictures({ reader: given, rules: [marmalade] });
    await moderator.warmUp?.({ signal });
    await moderator.close?.();
    expect(done).toEqual(['warm', 'closed']);
    const plain = wordsInPictures({ reader: reader({ lines: [] }), rules: [marmalade] });
    expect([plain.warmUp, plain.close]).toEqual([undefined, undefined]);
  });
});
