import { describe, expect, it } from 'vitest';
import { finding } from '../../testing/fakes.ts';
import { RequestEvidence } from './request-evidence.ts';

const categories = async (evidence: RequestEvidence) => {
  const { texts, inputs } = await evidence.known();
  const of = (findings: typeof texts) => findings.map(({ category }) => category);
  return { texts: of(texts), inputs: of(inputs) };
};

describe('RequestEvidence', () => {
  it('keeps the strongest finding of each category that counts beside others, without its words', async () => {
    const evidence = new RequestEvidence();
    const words = { check: 'rules', label: 'a matched word', span: [2, 5] } as const;
    evidence.addTexts(
      Promise.resolve([
        finding('nudity', 0.6, words),
        finding('nudity', 0.9, words),
        finding('nudity', 0.7, words),
        finding('violence', 1, words),
      ]),
    );
    evidence.addInput([finding('face', 0.8, { check: 'faces', label: 'face 20 %' })]);
    expect(await evidence.known()).toEqual({
      texts: [{ check: 'rules', category: 'nudity', label: 'nudity in the prompt', score: 0.9 }],
      inputs: [{ check: 'faces', category: 'face', label: 'face in the given picture', score: 0.8 }],
    });
  });

  it('waits for texts that are being judged, and fails as they do', async () => {
    const evidence = new RequestEvidence();
    const { promise, resolve } = Promise.withResolvers<ReturnType<typeof finding>[]>();
    evidence.addTexts(promise);
    const known = categories(evidence);
    resolve([finding('minor')]);
    expect(await known).toEqual({ texts: ['minor'], inputs: [] });
    evidence.addTexts(Promise.reject(new Error('cancelled')));
    await expect(evidence.known()).rejects.toThrow('cancelled');
  });

  it('keeps a score that is not a number', async () => {
    const evidence = new RequestEvidence();
    evidence.addInput([finding('sexual', 0.9), finding('sexual', Number.NaN)]);
    expect((await evidence.known()).inputs).toMatchObject([{ score: Number.NaN }]);
  });

  it('of any of several requests is what they say about people and what they were given', async () => {
    const [one, other] = [new RequestEvidence(), new RequestEvidence()];
    one.addTexts(Promise.resolve([finding('nudity'), finding('minor'), finding('real-person')]));
    other.addInput([finding('face')]);
    expect(await categories(await RequestEvidence.ofAny([one, other]))).toEqual({
      texts: ['minor', 'real-person'],
      inputs: ['face'],
    });
  });
});
