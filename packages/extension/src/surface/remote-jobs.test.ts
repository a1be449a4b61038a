import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StoredRun } from '../storage/stored-run.ts';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { INPUT, imageOf } from '../testing/runs.ts';

const { images, ensureSealingKey } = await import('../storage/sealing.ts');
const { currentRun, historyChange, sealingKey } = await import('../storage/values.ts');
const { startRun } = await import('../screen/state/run.ts');
const { changePreferences } = await import('./memory.ts');
const { ask, remoteJobs, withPixels } = await import('./remote-jobs.ts');

let browser: ReturnType<typeof fakeBrowser>;
let number = 0;
beforeEach(async () => {
  browser = fakeBrowser();
  number += 100;
  await images.deleteAll();
});

/** A run that has ended, with its images stored. */
async function kept(decision: 'clear' | 'blur' | 'withhold', at = number): Promise<StoredRun> {
  const key = await ensureSealingKey();
  const image = await images.keep(at, 0, 1, imageOf(decision), key);
  return { ...startRun(at, INPUT), phase: 'done', slots: [{ status: 'screened', image }] };
}

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

describe('the runs that a surface shows', () => {
  const shown = (jobs: Awaited<ReturnType<typeof remoteJobs>>) => jobs.runs.value.map((run) => run.number);

  it('include the run that the background carries out, as it proceeds', async () => {
    await currentRun.write(startRun(number, INPUT));
    const jobs = await remoteJobs();
    expect(jobs.runs.value).toMatchObject([{ number, phase: 'running' }]);
    await currentRun.write(await kept('clear'));
    await expect.poll(() => jobs.runs.value[0]?.phase).toBe('done');
    await currentRun.write(undefined);
    await expect.poll(() => shown(jobs)).toEqual([]);
  });

  it('are empty before the first run', async () => {
    expect(shown(await remoteJobs())).toEqual([]);
  });

  it('include earlier runs on request, and the current run once', async () => {
    const runs = [];
    for (const at of [1, 2, 3]) {
      const run = await kept('clear', number + at);
      await images.archive(run);
      runs.push(run);
    }
    await currentRun.write(runs[2]);
    expect(shown(await remoteJobs(1))).toEqual([number + 3, number + 2]);
    expect(shown(await remoteJobs())).toEqual([number + 3]);
  });

  it('has no refused prompts under it, which are in the history only', async () => {
    await images.archive({ ...startRun(number + 1, INPUT), phase: 'refused', slots: [] });
    await images.archive(await kept('clear', number + 2));
    expect(shown(await remoteJobs(5))).toEqual([number + 2]);
  });

  it('follows the history', async () => {
    const jobs = await remoteJobs(5);
    await images.archive(await kept('clear', number + 1));
    await historyChange.write('changed');
    await expect.poll(() => shown(jobs)).toEqual([number + 1]);
  });
});

describe('a request to the background', () => {
  it('is one message', async () => {
    await ask({ type: 'cancel' });
    expect(browser.given('runtime.sendMessage')).toEqual([{ type: 'cancel' }]);
  });

  it('starts a run after all pending settings are stored', async () => {
    const jobs = await remoteJobs();
    void changePreferences({ theme: 'dark' });
    jobs.start(INPUT, 'k3y');
    expect(browser.given('runtime.sendMessage')).toEqual([]);
    await expect.poll(() => browser.given('runtime.sendMessage')).toEqual([{ type: 'start', input: INPUT }]);
    expect(browser.state.stored.local.preferences).toMatchObject({ theme: 'dark' });
  });

  it('is reported as lost when no background answers', async () => {
    const jobs = await remoteJobs();
    browser.state.background = false;
    jobs.start(INPUT, '');
    await expect
      .poll(() => jobs.runs.value)
      .toMatchObject([{ input: INPUT, phase: 'failed', failure: { kind: 'lost' }, slots: [] }]);
    expect(() => jobs.cancel()).not.toThrow();
  });

  it('can cancel the run', async () => {
    (await remoteJobs()).cancel();
    expect(browser.given('runtime.sendMessage')).toEqual([{ type: 'cancel' }]);
  });

  it('is sent over a connection that is opened again when it breaks', async () => {
    await remoteJobs();
    expect(browser.given('runtime.connect')).toEqual([{ name: 'surface' }]);
    browser.disconnect.tell();
    expect(browser.given('runtime.connect')).toEqual([{ name: 'surface' }, { name: 'surface' }]);
  });
});
