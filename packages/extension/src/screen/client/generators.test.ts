import { describe, expect, it } from 'vitest';
import { serveProxy } from '../../testing/proxy.test-helper.ts';
import { offeredGenerators } from './generators.ts';

const PATH = '/v1/generators';
const current = { name: 'sample', kind: 'sample', chooses: [], choices: null };
const offered = [{ id: 'comfyui-8188', name: 'ComfyUI at 127.0.0.1:8188', used: false }];
const { signal } = new AbortController();

describe('the offered image servers', () => {
  it('are asked for without choosing one', async () => {
    const { origin, asked } = await serveProxy({ [PATH]: { body: { offered, current } } });
    expect(await offeredGenerators({ origin, key: 'k3y' }, signal)).toEqual(offered);
    expect(asked).toMatchObject([{ method: 'GET', headers: { authorization: 'Bearer k3y' }, body: '' }]);
  });

  it.each([['comfyui-8188'], [null]])('are asked for when %j is chosen', async (use) => {
    const { origin, asked } = await serveProxy({ [PATH]: { body: { offered, current } } });
    expect(await offeredGenerators({ origin, key: '' }, signal, use)).toEqual(offered);
    expect(asked[0]?.method).toBe('POST');
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ use });
  });

  it('are none where the proxy offers none', async () => {
    const { origin } = await serveProxy({ [PATH]: { body: { offered: null, current } } });
    expect(await offeredGenerators({ origin, key: '' }, signal)).toEqual([]);
  });

  it.each([
    [404, {}, 'stranger'],
    [401, { code: 'unauthorized' }, 'key-missing'],
    [200, { offered: 'all' }, 'stranger'],
  ])('are a failure for the answer %i %j', async (status, body, kind) => {
    const { origin } = await serveProxy({ [PATH]: { status, body } });
    await expect(offeredGenerators({ origin, key: '' }, signal)).rejects.toMatchObject({ kind });
  });
});
