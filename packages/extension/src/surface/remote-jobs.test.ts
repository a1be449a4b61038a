import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { keptRun } from '../testing/kept-run.test-helper.ts';
import { INPUT } from '../testing/runs.ts';

const { images } = await import('../storage/sealing.ts');
const { currentRun } = await import('../storage/picture-values.ts');
const { historyChange } = await import('../storage/values.ts');
const { startRun } = await import('../screen/state/run.ts');
const { changePreferences } = await import('./memory.ts');
const { ask, remoteJobs } = await import('./remote-jobs.ts');

let browser: ReturnType<typeof fakeBrowser>;
let number = 0;
beforeEach(async () => {
  browser = fakeBrowser();
  number += 100;
  await images.deleteAll();
});

const kept = (decision: 'clear' | 'blur' | 'withhold', at = number) => keptRun(decision, at);
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
