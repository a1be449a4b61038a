import { describe, expect, it } from 'vitest';
import { serveProxy } from '../../testing/proxy.test-helper.ts';
import { NO_GENERATORS } from './defaults.ts';
import { readGenerators } from './generators.ts';

const PATH = '/v1/generators';
const current = { name: 'sample', kind: 'sample', chooses: [], choices: null };
const offered = [{ id: 'comfyui-8188', name: 'ComfyUI at 127.0.0.1:8188', used: false }];
const { signal } = new AbortController();

describe('the offered image servers', () => {
  it('are asked for without choosing one', async () => {
    const { origin, asked } = await serveProxy({ [PATH]: { body: { offered, current } } });
    expect((await readGenerators({ origin, key: 'k3y' }, signal)).offered).toEqual(offered);
    expect(asked).toMatchObject([{ method: 'GET', headers: { authorization: 'Bearer k3y' }, body: '' }]);
  });

  it.each([['comfyui-8188'], [null]])('are asked for when %j is chosen', async (use) => {
    const { origin, asked } = await serveProxy({ [PATH]: { body: { offered, current } } });
    expect((await readGenerators({ origin, key: '' }, signal, use)).offered).toEqual(offered);
    expect(asked[0]?.method).toBe('POST');
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ use });
  });

  it('are empty where the proxy offers none', async () => {
    const { origin } = await serveProxy({ [PATH]: { body: { offered: null, current } } });
    expect(await readGenerators({ origin, key: '' }, signal)).toEqual(NO_GENERATORS);
  });

  it.each([
    [404, {}, 'stranger'],
    [401, { code: 'unauthorized' }, 'key-missing'],
    [200, { offered: 'all' }, 'stranger'],
  ])('are a failure for the answer %i %j', async (status, body, kind) => {
    const { origin } = await serveProxy({ [PATH]: { status, body } });
    await expect(readGenerators({ origin, key: '' }, signal)).rejects.toMatchObject({ kind });
  });
});

describe('the choices', () => {
  const choices = {
    models: ['a', 'b'],
    samplers: ['Euler a'],
    schedulers: ['karras'],
    loras: ['c'],
    sizes: [],
  };

  it.each([
    [['model', 'sampler'], { models: ['a', 'b'], samplers: ['Euler a'] }],
    [['scheduler', 'loras'], { schedulers: ['karras'], loras: ['c'] }],
    [[], {}],
  ])('are the lists of what the generator lets a request choose (%j)', async (chooses, expected) => {
    const body = { offered: null, current: { name: 'sd', kind: 'model', chooses, choices } };
    const { origin } = await serveProxy({ [PATH]: { body } });
    expect((await readGenerators({ origin, key: '' }, signal)).choices).toEqual({
      ...NO_GENERATORS.choices,
      ...expected,
    });
  });

  it('are empty for a generator without lists', async () => {
    const chooses = ['model', 'sampler', 'scheduler', 'loras'];
    const body = { offered: null, current: { ...current, chooses } };
    const { origin } = await serveProxy({ [PATH]: { body } });
    expect(await readGenerators({ origin, key: '' }, signal)).toEqual(NO_GENERATORS);
  });
});
