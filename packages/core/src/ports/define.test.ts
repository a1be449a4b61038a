import { expect, it } from 'vitest';
import { UnscreenedImage } from '../sealed/picture.ts';
import { defineClassifier, defineGenerator, defineModerator } from './define.ts';
import { SPECIFICATION_VERSION } from './part.ts';

const versioned = { specificationVersion: SPECIFICATION_VERSION };

it('passes all options to a factory of classifiers, and marks what it makes', async () => {
  const acme = defineClassifier((name: string, label: string) => ({
    name,
    covers: ['hate'],
    classify: async () => ({ findings: [{ check: name, category: 'hate', label, score: 1 }] }),
  }));
  const made = acme('acme', 'hateful');
  expect(made).toMatchObject({ name: 'acme', ...versioned });
  expect(await made.classify('a dog', { signal: new AbortController().signal })).toMatchObject({
    findings: [{ check: 'acme', label: 'hateful' }],
  });
});

it('passes all options to a factory of moderators, and marks what it makes', () => {
  const acme = defineModerator(({ name }: { name: string }) => ({
    name,
    covers: ['nudity'],
    moderate: async () => ({ findings: [] }),
  }));
  expect(acme({ name: 'acme' })).toMatchObject({ name: 'acme', covers: ['nudity'], ...versioned });
});

it('passes all options to a factory of generators, and marks what it makes', () => {
  const acme = defineGenerator((maxImages: number) => ({
    name: 'acme',
    kind: 'model',
    limits: { maxImages, side: { min: 64, max: 512, multipleOf: 8 }, negativePrompt: false },
    generate: async () => ({ images: [new UnscreenedImage(new Uint8Array())] }),
  }));
  expect(acme(3)).toMatchObject({ limits: { maxImages: 3 }, ...versioned });
});

it('makes another part at each call', () => {
  const acme = defineModerator(() => ({
    name: 'acme',
    covers: [],
    moderate: async () => ({ findings: [] }),
  }));
  expect(acme()).not.toBe(acme());
});
