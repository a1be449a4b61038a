import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { keptRun } from '../testing/kept-run.test-helper.ts';

const { images } = await import('../storage/sealing.ts');
const { sealingKey } = await import('../storage/picture-values.ts');
const { withPixels } = await import('./shown-runs.ts');

let number = 0;
beforeEach(async () => {
  fakeBrowser();
  number += 100;
  await images.deleteAll();
});

const kept = (decision: 'clear' | 'blur' | 'withhold', at = number) => keptRun(decision, at);
const textOf = async (blob: Blob | null | undefined) => (blob ? await blob.text() : blob);

describe('a run with its pixels', () => {
  it('shows the images that may be shown', async () => {
    const [slot] = (await withPixels(await kept('clear'))).slots;
    if (slot?.status !== 'screened') throw new Error('not screened');
    expect(slot.image.decision).toBe('clear');
    expect(await textOf(slot.image.shown)).toBe('clear');
    expect(slot.image.original).toBeNull();
  });

  it('does not read the original of a blurred image until it is requested', async () => {
    const [slot] = (await withPixels(await kept('blur'))).slots;
    if (slot?.status !== 'screened' || typeof slot.image.original !== 'function')
      throw new Error('not covered');
    expect(await textOf(slot.image.shown)).toBe('blur');
    expect(await textOf(await slot.image.original())).toBe('original');
  });

  it('has no original of a blurred image after the session that encrypted it', async () => {
    const run = await kept('blur');
    await sealingKey.write(undefined);
    const [slot] = (await withPixels(run)).slots;
    if (slot?.status !== 'screened') throw new Error('not screened');
    expect(slot.image.original).toBeNull();
    expect(await textOf(slot.image.shown)).toBe('blur');
  });

  it('has no pixels of a withheld image, and does not request them', async () => {
    const [slot] = (await withPixels(await kept('withhold'))).slots;
    expect(slot).toMatchObject({
      status: 'screened',
      image: { decision: 'withhold', shown: null, original: null },
    });
  });

  it('shows an image that is gone as lost, and keeps places without an image', async () => {
    const run = await kept('clear');
    await images.deleteAll();
    const { slots } = await withPixels({ ...run, slots: [...run.slots, { status: 'waiting' }] });
    expect(slots).toEqual([{ status: 'lost' }, { status: 'waiting' }]);
  });

  it('returns the same object for the same image, so that it is not drawn again', async () => {
    const run = await kept('clear');
    const [first, second] = [await withPixels(run), await withPixels(run)];
    expect(first.slots).toEqual(second.slots);
    const imageIn = ({ slots: [slot] }: typeof first) =>
      slot?.status === 'screened' ? slot.image : undefined;
    expect(imageIn(first)).toBe(imageIn(second));
  });

  it('drops the oldest of many images', async () => {
    const run = await kept('clear');
    const before = await withPixels(run);
    for (let other = 1; other <= 64; other++) await withPixels(await kept('withhold', number + other));
    expect((await withPixels(run)).slots[0]).not.toBe(before.slots[0]);
    await images.deleteAll();
    expect((await withPixels(run)).slots).toMatchObject([{ status: 'screened' }]);
  });
});
