import { describe, expect, it } from 'vitest';
import type { ImageModerator } from '../ports/image.ts';
import type { PromptClassifier } from '../ports/prompt.ts';
import { imageModeratorConformance, promptClassifierConformance } from './checks.ts';
import type { ConformanceCase } from './suite.ts';

const moderator: ImageModerator = {
  name: 'acme',
  covers: ['violence'],
  async moderate(image, { signal }) {
    signal.throwIfAborted();
    return { findings: [{ check: 'acme', category: 'violence', label: image.mediaType, score: 0.5 }] };
  },
};
const classifier: PromptClassifier = {
  name: 'acme',
  covers: ['violence'],
  async classify(_, { signal }) {
    signal.throwIfAborted();
    return { findings: [] };
  },
};

/** A method that works only once. */
function once(): () => Promise<void> {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls > 1) throw new Error('closed already');
  };
}

/** The names of the failing cases. */
async function failing(cases: readonly ConformanceCase[]): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of cases) await run().catch(() => failed.push(name));
  return failed;
}

describe('imageModeratorConformance', () => {
  const test = (parts: Partial<ImageModerator>) =>
    failing(imageModeratorConformance(() => ({ ...moderator, ...parts })));

  it('passes a moderator that keeps the contract, with the given picture', async () => {
    expect(await test({})).toEqual([]);
  });

  it('passes a moderator that keeps the lifetime contract, and fails one of an unknown version', async () => {
    const warmUp: ImageModerator['warmUp'] = async ({ signal }) => signal.throwIfAborted();
    expect(await test({ specificationVersion: 1, warmUp, close: async () => {} })).toEqual([]);
    // A package made for a later core would do this.
    const later = Object.assign({ ...moderator }, JSON.parse('{"specificationVersion":2}'));
    expect(await failing(imageModeratorConformance(() => later))).toEqual([
      'is of a version that this core knows',
    ]);
  });

  it.each<[string, Partial<ImageModerator>]>([
    ['a name that is not kebab-case', { name: 'Acme Inc.' }],
    ['no category', { covers: [] }],
    ['findings outside of what it covers', { covers: ['nudity'] }],
    ['findings under another name', { name: 'other' }],
    ['a signal that it ignores', { moderate: async () => ({ findings: [] }) }],
    ['a signal that it ignores while it warms up', { warmUp: async () => {} }],
    ['a second close', { close: once() }],
  ])('fails %s', async (_, parts) => {
    expect(await test(parts)).not.toEqual([]);
  });
});

describe('promptClassifierConformance', () => {
  const test = (parts: Partial<PromptClassifier>) =>
    failing(promptClassifierConformance(() => ({ ...classifier, ...parts })));

  it('passes a classifier that keeps the contract', async () => {
    expect(await test({})).toEqual([]);
  });

  it('fails a classifier that throws on a lone surrogate, or answers at random', async () => {
    let calls = 0;
    const finding = (score: number) => ({ check: 'acme', category: 'violence', label: 'x', score }) as const;
    expect(
      await test({
        classify: async (prompt, { signal }) => {
          signal.throwIfAborted();
          if (!prompt.isWellFormed()) throw new Error('not UTF-16');
          return { findings: [] };
        },
      }),
    ).toHaveLength(1);
    expect(
      await test({
        classify: async (_, { signal }) => {
          signal.throwIfAborted();
          return { findings: [finding(1 / (1 + calls++))] };
        },
      }),
    ).toHaveLength(1);
  });
});
