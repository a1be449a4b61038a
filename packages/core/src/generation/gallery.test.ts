import { describe, expect, it } from 'vitest';
import { createScreening } from '../screen/screening.ts';
import { UnscreenedImage } from '../sealed/picture.ts';
import { fakeEngine, fakeModerator, finding } from '../testing/fakes.ts';
import type { ImageDecision } from '../vocabulary/decision.ts';
import { Gallery, type Picture } from './gallery.ts';

const allowed = {
  decision: 'allow',
  unchecked: false,
  unreadable: false,
  findings: [],
  checks: [],
  warnings: [],
} as const;
const SCORES: Readonly<Record<ImageDecision, number>> = { clear: 0, blur: 0.6, withhold: 0.99 };

async function picture(decision: ImageDecision | Error, seed = 1, attempt = 1): Promise<Picture> {
  const says = decision instanceof Error ? decision : { findings: [finding('nudity', SCORES[decision])] };
  const engine = fakeEngine({ moderators: [fakeModerator(says)] });
  const { signal } = new AbortController();
  const image = new UnscreenedImage(new Uint8Array([seed]));
  const screening = await createScreening(engine, { id: 'gen_1', signal }).image(image, allowed, {
    index: seed,
  });
  return { screening, attempt, seed };
}

async function galleryOf(...decisions: ImageDecision[]): Promise<Gallery> {
  const gallery = new Gallery();
  for (const [index, decision] of decisions.entries()) gallery.offer(index, await picture(decision, index));
  return gallery;
}

describe('a gallery', () => {
  it('replaces a picture only by a milder one', async () => {
    const gallery = await galleryOf('blur');
    const offer = async (decision: ImageDecision, seed: number) => {
      gallery.offer(0, await picture(decision, seed, 2));
      return gallery.at(0)?.seed;
    };
    expect(await offer('withhold', 5)).toBe(0);
    expect(await offer('blur', 6)).toBe(0);
    expect(await offer('clear', 7)).toBe(7);
    expect(gallery.at(1)).toBeUndefined();
  });

  it('has the pictures, seeds and warnings of every position in order', async () => {
    const gallery = await galleryOf('clear', 'blur', 'withhold');
    expect(gallery.images().map(({ decision }) => decision)).toEqual(['clear', 'blur', 'withhold']);
    expect(gallery.seeds()).toEqual([0, 1, 2]);
    expect(gallery.warnings().map(({ image }) => image)).toEqual([1, 2]);
  });

  it.each<[ImageDecision, ImageDecision[]]>([
    ['clear', []],
    ['clear', ['clear', 'clear']],
    ['blur', ['clear', 'blur']],
    ['withhold', ['withhold', 'blur', 'clear']],
  ])('decides %s of %j', async (decision, decisions) => {
    expect((await galleryOf(...decisions)).decision()).toBe(decision);
  });

  it('selects pictures for regeneration by the decision that the policy names', async () => {
    const gallery = await galleryOf('clear', 'blur', 'withhold');
    const worth = (from: 'blur' | 'withhold') =>
      [0, 1, 2, 3].map((index) => gallery.isWorthRegenerating(index, from));
    expect(worth('blur')).toEqual([false, true, true, false]);
    expect(worth('withhold')).toEqual([false, false, true, false]);
  });

  it('does not select an unchecked picture for regeneration', async () => {
    const gallery = new Gallery();
    gallery.offer(0, await picture(new Error('down')));
    expect([gallery.decision(), gallery.isWorthRegenerating(0, 'blur')]).toEqual(['withhold', false]);
  });
});
