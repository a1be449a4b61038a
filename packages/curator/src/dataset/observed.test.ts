import type { Observation } from '@shoji/core';
import { fakeClassifier, fakeEngine, fakeModerator } from '@shoji/core/testing';
import { expect, it } from 'vitest';
import { createBudget } from './budget.ts';
import { localJudge } from './judge.ts';
import type { Manifest } from './manifest.ts';
import { scanPrompts } from './scan/prompts.ts';

const usage = [{ item: 'unit', quantity: 2 }];
const down = new Error('the check is down');

/** A PNG of one pixel, for its header. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function watched(behaviour: Error | { findings: []; usage: typeof usage }) {
  const seen: Observation[] = [];
  const engine = fakeEngine({
    classifiers: [fakeClassifier(behaviour, 'check')],
    moderators: [fakeModerator(behaviour, 'check')],
    observe: (observation) => seen.push(observation),
  });
  return { engine, seen };
}

async function judge(engine: ReturnType<typeof watched>['engine']) {
  const bytes = new Uint8Array(Buffer.from(PIXEL, 'base64'));
  return localJudge(engine)({ path: 'a/b.png', version: '', hash: 'h', bytes, checks: ['check'] });
}

async function scan(
  engine: ReturnType<typeof watched>['engine'],
  budget = createBudget({ unit: 1 }, undefined),
) {
  const appended: object[] = [];
  const manifest: Manifest = {
    files: new Map(),
    pictures: new Map(),
    prompts: new Map(),
    acted: new Map(),
    append: async (record) => void appended.push(record),
    close: async () => {},
  };
  const source = {
    read: async () => new Uint8Array(Buffer.from('{"instance_prompt":"a photo of a giraffe"}')),
  };
  const entry = { path: 'dataset_info.json', bytes: 42, version: '1' };
  const events: object[] = [];
  for await (const event of scanPrompts(source, entry, { prompts: engine, manifest, budget }))
    events.push(event);
  return { events, appended };
}

it('reports why a picture could not be judged, with its path', async () => {
  const { engine, seen } = watched(down);
  expect(await judge(engine)).toMatchObject({ checks: [{ check: 'check', failed: 'error' }] });
  expect(seen).toMatchObject([{ type: 'check-failed', id: 'a/b.png', check: 'check', error: down }]);
});

it('reports the usage of judging a picture, and stores it with the answer', async () => {
  const { engine, seen } = watched({ findings: [], usage });
  expect(await judge(engine)).toMatchObject({ checks: [{ usage }] });
  expect(seen).toMatchObject([{ type: 'usage', id: 'a/b.png', usage }]);
});

it('reports why a prompt could not be judged, with the path of its file', async () => {
  const { engine, seen } = watched(down);
  const { events, appended } = await scan(engine);
  expect(events).toMatchObject([{ result: { decision: 'unchecked' } }]);
  expect(appended).toEqual([]);
  expect(seen).toContainEqual(
    expect.objectContaining({ type: 'check-failed', id: 'dataset_info.json', error: down }),
  );
});

it('books the usage of judging a prompt in the budget and the manifest', async () => {
  const { engine, seen } = watched({ findings: [], usage });
  const budget = createBudget({ unit: 1 }, undefined);
  const { appended } = await scan(engine, budget);
  expect(budget.spent).toBe(2);
  expect(appended).toMatchObject([{ usage }]);
  expect(seen).toContainEqual(expect.objectContaining({ type: 'usage', id: 'dataset_info.json' }));
});
