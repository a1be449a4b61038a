import { Account, RequestEvidence } from '@shoji/core/screen';
import { fakeClassifier, fakeEngine } from '@shoji/core/testing';
import { MAX_PROMPT_BYTES } from '@shoji/core/text';
import { describe, expect, it } from 'vitest';
import { screenTexts } from './screen-texts.ts';

function asking() {
  const classifier = fakeClassifier();
  const engine = fakeEngine({ classifiers: [classifier] });
  const call = {
    engine,
    id: 'gen_1',
    signal: new AbortController().signal,
    account: new Account(),
    evidence: new RequestEvidence(),
  };
  return {
    calls: classifier.calls,
    ask: (texts: Parameters<typeof screenTexts>[1]) => screenTexts(call, texts),
  };
}

const long = (length: number) => 'a'.repeat(length);

describe('screenTexts', () => {
  it.each([
    ['a long text', { prompts: ['a dog', long(MAX_PROMPT_BYTES + 1)], names: [] }, /10000 bytes.*Shorten/],
    ['a long name', { prompts: [], names: [long(MAX_PROMPT_BYTES + 1)] }, /10000 bytes/],
    ['many texts', { prompts: Array.from({ length: 65 }, (_, i) => `${i}`), names: [] }, /at most 64 texts/],
    [
      'much altogether',
      { prompts: [], names: Array(21).fill(long(MAX_PROMPT_BYTES)) },
      /200000 characters together/,
    ],
  ])('refuses %s before anything is judged', async (_, texts, message) => {
    const { ask, calls } = asking();
    await expect(ask(texts)).rejects.toMatchObject({
      name: 'BodyError',
      status: 400,
      message: expect.stringMatching(message),
    });
    expect(calls).toEqual([]);
  });

  it('judges texts within the limits', async () => {
    const { ask, calls } = asking();
    await ask({ prompts: [long(MAX_PROMPT_BYTES), 'a dog'], names: ['a name'] });
    expect(calls.length).toBeGreaterThan(0);
  });
});
