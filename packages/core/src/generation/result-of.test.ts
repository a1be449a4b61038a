import { expect, it } from 'vitest';
import { fakeEngine, fakeGenerator } from '../testing/fakes.ts';
import { moderateGeneration } from './moderate-generation.ts';
import { resultOf } from './result-of.ts';

const { signal } = new AbortController();

it('returns the result of the flow, and none of its events', async () => {
  const result = await resultOf(
    moderateGeneration({ prompt: 'a dog', n: 2 }, fakeEngine(), { id: 'gen', signal }),
  );
  expect(result).toMatchObject({ status: 'completed', id: 'gen', attempts: 1 });
});

it('rejects with the error of the flow', async () => {
  const engine = fakeEngine({ generator: fakeGenerator(new Error('out of memory')) });
  const flow = moderateGeneration({ prompt: 'a dog' }, engine, { id: 'gen', signal });
  await expect(resultOf(flow)).rejects.toMatchObject({ code: 'generator_failed' });
});
