import { CATEGORIES } from '@shoji/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Completed, GeneratedImage, GenerationEvent } from '../screen/client/events.ts';
import type { Stricter } from '../storage/preferences.ts';
import { type Cover, coverMore } from './cover-more.ts';

const shown = new Blob(['shown']);
const original = new Blob(['original']);
const covered = new Blob(['covered']);
const cover: Cover = async () => covered;
const NOTHING: Stricter = { everything: false, categories: [], neverReveal: false };
const SEVERITY = ['clear', 'blur', 'withhold'];

const finding = (category: string) => ({ check: 'c', category, label: 'l', score: 0.1 });
const images: Record<GeneratedImage['decision'], GeneratedImage> = {
  clear: { decision: 'clear', shown, original: null, findings: [finding('violence')], warnings: [] },
  blur: { decision: 'blur', shown, original, findings: [finding('violence')], warnings: [] },
  withhold: { decision: 'withhold', shown: null, original: null, findings: [], warnings: [] },
};
const facts: Completed = {
  id: 'gen_1',
  decisions: [],
  warnings: [],
  checks: [],
  attempts: 1,
  seeds: [],
  generator: undefined,
  timings: {},
  cost: undefined,
};

async function through(decision: GeneratedImage['decision'], stricter: Stricter, by: Cover = cover) {
  async function* events(): AsyncGenerator<GenerationEvent> {
    yield { type: 'image.screened', index: 0, image: images[decision] };
    yield { type: 'generation.completed', completed: { ...facts, decisions: [decision] } };
  }
  const all: GenerationEvent[] = [];
  for await (const event of coverMore(events(), stricter, by)) all.push(event);
  const [image, end] = all;
  if (image?.type !== 'image.screened' || end?.type !== 'generation.completed')
    throw new Error('lost an event');
  return { image: image.image, completed: end.completed };
}

describe('coverMore', () => {
  it.each([
    ['everything', { ...NOTHING, everything: true }],
    ['a category that a check saw, however unsure', { ...NOTHING, categories: ['violence'] as const }],
  ])('blurs a clear picture for %s, gives the reason, and allows revealing it', async (_, stricter) => {
    const { image, completed } = await through('clear', {
      ...stricter,
      categories: [...stricter.categories],
    });
    expect(image).toMatchObject({ decision: 'blur', shown: covered, original: shown });
    expect(completed.decisions).toEqual(['blur']);
    expect(completed.warnings).toMatchObject([{ code: 'covered_by_you', image: 0 }]);
  });

  it('changes nothing when no stricter setting is chosen', async () => {
    for (const decision of ['clear', 'blur', 'withhold'] as const) {
      expect((await through(decision, NOTHING)).image).toEqual(images[decision]);
    }
  });

  it('discards the original of a blurred picture that may never be revealed', async () => {
    const { image } = await through('blur', { ...NOTHING, neverReveal: true });
    expect(image).toMatchObject({ decision: 'blur', shown, original: null });
  });

  it('withholds a picture that it cannot blur', async () => {
    const { image, completed } = await through('clear', { ...NOTHING, everything: true }, () => {
      throw new Error('cannot be decoded');
    });
    expect(image).toMatchObject({ decision: 'withhold', shown: null, original: null });
    expect(completed).toMatchObject({ decisions: ['withhold'], warnings: [{ code: 'check_failed' }] });
  });

  it('is never milder than the operator’s policy, whatever the settings', async () => {
    const stricter = fc.record({
      everything: fc.boolean(),
      categories: fc.uniqueArray(fc.constantFrom(...CATEGORIES)),
      neverReveal: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('clear', 'blur', 'withhold'), stricter, async (decision, settings) => {
        const { image, completed } = await through(decision, settings);
        expect(SEVERITY.indexOf(image.decision)).toBeGreaterThanOrEqual(SEVERITY.indexOf(decision));
        expect(completed.decisions).toEqual([image.decision]);
        if (images[decision].original === null && image.decision === decision)
          expect(image.original).toBeNull();
      }),
    );
  });
});
