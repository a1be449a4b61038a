import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StoredRun } from '../storage/stored-run.ts';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { INPUT } from '../testing/runs.ts';

const { startRun } = await import('../screen/state/run.ts');
const { images } = await import('../storage/sealing.ts');
const { currentRun } = await import('../storage/picture-values.ts');
const { historyChange } = await import('../storage/values.ts');
const { deleteHistory, deleteRun, matching } = await import('./history-actions.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(async () => {
  browser = fakeBrowser();
  await images.deleteAll();
});

const runOf = (number: number, prompt = INPUT.prompt): StoredRun => ({
  ...startRun(number, { ...INPUT, prompt }),
  phase: 'done',
});
const numbers = async () => (await images.runs()).map(({ number }) => number);

/** Counts how often the surfaces are notified of a change of the history. */
function changes() {
  const told: unknown[] = [];
  historyChange.watch((value) => told.push(value));
  return told;
}

describe('searching', () => {
  const runs = [runOf(3, 'A Dog in a suit'), runOf(2, 'ＤＯＧ and cat'), runOf(1, '雨の寺')];
  it.each([
    ['dog', [3, 2]],
    ['suit  dog', [3]],
    [' Cat ', [2]],
    ['寺', [1]],
    ['og', [3, 2]],
    ['bird', []],
    ['', [3, 2, 1]],
  ])('for %j finds the prompts that contain every word', (words, found) => {
    expect(matching(runs, words).map(({ number }) => number)).toEqual(found);
  });
});

describe('deleting one run', () => {
  it('removes it from the history and notifies every surface', async () => {
    for (const number of [1, 2]) await images.archive(runOf(number));
    await currentRun.write(runOf(2));
    const told = changes();
    await deleteRun(1);
    expect(await numbers()).toEqual([2]);
    expect(told).toHaveLength(1);
    expect(browser.state.stored.session.run).toMatchObject({ number: 2 });
  });

  it('removes it also when it is the current run', async () => {
    await images.archive(runOf(2));
    await currentRun.write(runOf(2));
    await deleteRun(2);
    expect(await numbers()).toEqual([]);
    expect(browser.state.stored.session.run).toBeUndefined();
  });
});

describe('deleting the history', () => {
  it('removes every run, and notifies every surface each time', async () => {
    for (const number of [1, 2]) await images.archive(runOf(number));
    await currentRun.write(runOf(2));
    const told = changes();
    await deleteHistory();
    await deleteHistory();
    expect(await numbers()).toEqual([]);
    expect(browser.state.stored.session.run).toBeUndefined();
    expect(new Set(told).size).toBe(2);
  });

  it('keeps a run that is still in progress', async () => {
    await images.archive(runOf(1));
    const running: StoredRun = { ...runOf(2), phase: 'running' };
    await currentRun.write(running);
    await images.keep(
      2,
      0,
      1,
      { decision: 'clear', shown: new Blob(['x']), original: null, findings: [], warnings: [] },
      await import('../storage/sealing.ts').then(({ ensureSealingKey }) => ensureSealingKey()),
    );
    await deleteHistory();
    expect(await numbers()).toEqual([]);
    expect(browser.state.stored.session.run).toMatchObject({ number: 2, phase: 'running' });
    expect(await images.shown(2, 0, 1)).toBeDefined();
  });
});
