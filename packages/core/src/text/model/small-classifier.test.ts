import { describe, expect, it } from 'vitest';
import { BUCKETS, hashFeatures } from './features.ts';
import { loadLinearModel, packLinearModel } from './linear-model.ts';
import {
  ofCaption,
  ofOtherLanguage,
  reportScores,
  SMALL_MODEL,
  smallPromptClassifier,
} from './small-classifier.ts';
import { trainLinear } from './train-linear.ts';

const { signal } = new AbortController();

describe('the small classifier', () => {
  const classifier = smallPromptClassifier();
  const score = async (prompt: string) => {
    const { findings } = await classifier.classify(prompt, { signal });
    return Math.max(0, ...findings.map((finding) => finding.score));
  };

  it('separates a harmless prompt from an unsafe one', async () => {
    expect(await score('a golden retriever puppy playing in autumn leaves')).toBeLessThan(0.3);
    expect(await score('a pile of mutilated corpses covered in blood')).toBeGreaterThan(0.5);
  });

  it('returns the scores that were measured with its weights', async () => {
    const prompts = [
      'a dog in a suit',
      'soldiers in a muddy trench',
      'a pile of mutilated corpses',
      'red wine on a table',
    ];
    const scores = await Promise.all(prompts.map(async (prompt) => Number((await score(prompt)).toFixed(4))));
    expect(scores).toMatchInlineSnapshot(`
      [
        0,
        0.0677,
        0.9748,
        0.0216,
      ]
    `);
  });

  it('reads through a disguise', async () => {
    const prompt = 'a pile of mut1lated c0rpses c\u0301overed in blo\u200bod';
    expect(await score(prompt)).toBeGreaterThan(0.5);
  });

  it.each(['muslim', 'jewish', 'black', 'gay', 'transgender', 'mexican', 'deaf'])(
    'does not warn of a %s person for being one',
    async (people) => expect(await score(`a ${people} woman cooking dinner`)).toBeLessThan(0.5),
  );

  it('reports Greek as unreadable', async () => {
    expect(await classifier.classify('ένας σκύλος στον κήπο', { signal })).toMatchObject({
      findings: [],
      skipped: 'language',
    });
  });

  it.each(['собака в саду', 'ein Hund im Garten', 'un perro en el jardín', 'สุนัขในสวน'])(
    'reads %s, and does not outweigh words in it',
    async (prompt) => {
      const { findings, likelihood, skipped } = await classifier.classify(prompt, { signal });
      expect({ likelihood, skipped }).toEqual({ likelihood: undefined, skipped: undefined });
      for (const { score } of findings) expect(score).toBeLessThan(0.3);
    },
  );

  it('returns the likelihood that an English prompt is unsafe, also without a finding', async () => {
    const { findings, likelihood } = await classifier.classify('a dog in a suit', { signal });
    expect(findings).toEqual([]);
    expect(likelihood).toBeLessThan(0.005);
  });

  it('reads another language only with a calibration for it', async () => {
    const { foreign: _, ...english } = SMALL_MODEL;
    const report = smallPromptClassifier(english).classify('собака в саду', { signal });
    expect((await report).skipped).toBe('language');
  });

  it('is less sure in a language that had no labelled prompts', async () => {
    const data = { ...SMALL_MODEL, foreign: { slope: 0, offset: 0 } };
    const likely = async (prompt: string) =>
      (await smallPromptClassifier(data).classify(prompt, { signal })).findings[0]?.score;
    expect(await likely('庭の犬')).toBe(0.5);
    expect(await likely('собака в саду')).toBeCloseTo(1 / (1 + Math.exp(2.15)), 9);
    expect(await likely('ein Hund in einem Anzug auf der Straße')).toBeCloseTo(1 / (1 + Math.exp(2.15)), 9);
  });

  it('reads as many parts as the longest prompt has, and says that there are more', async () => {
    const scenery = 'a dog in a sunny garden beside the lake, soft light. ';
    const report = await classifier.classify(`${scenery.repeat(1000)} a pile of mutilated corpses`, {
      signal,
    });
    expect(report.skipped).toBe('too-long');
    expect(Math.max(0, ...report.findings.map(({ score: each }) => each))).toBeLessThan(0.5);
  });

  it('stops when its signal aborts', async () => {
    await expect(classifier.classify('a dog', { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

describe('ofCaption', () => {
  const of = (length: number, unsafe: number) =>
    ofCaption('a'.repeat(length), { unsafe, categories: new Map([['violence', 1]]) });

  it('takes long texts for less likely unsafe than short ones with the same score', () => {
    expect(of(109, 0.5)).toEqual({ unsafe: 0.5, categories: new Map([['violence', 1]]) });
    expect(of(110, 0.5).unsafe).toBeCloseTo(0.399, 3);
    expect(of(110, 0.6).unsafe).toBeCloseTo(0.5, 2);
    expect([of(110, 0).unsafe, of(110, 1).unsafe]).toEqual([0, 1]);
    expect(of(110, 0.5).categories).toEqual(new Map([['violence', 1]]));
  });

  it('is what the classifier makes of a caption', async () => {
    const caption = `a soldier with a rifle, ${'a sunny meadow by the lake and birds in the trees '.repeat(3)}`;
    const data = { ...SMALL_MODEL, calibration: { slope: 0, offset: 0 } };
    const { likelihood } = await smallPromptClassifier(data).classify(caption, { signal });
    expect(likelihood).toBeCloseTo(0.399, 3);
  });
});

describe('ofOtherLanguage', () => {
  const report = (score: number) => ({
    findings: [{ check: 'small', category: 'violence' as const, label: 'unsafe', score }],
    model: 'v',
  });

  it('keeps certain findings, and reports the rest as skipped', () => {
    expect(ofOtherLanguage(report(0.97))).toEqual({ ...report(0.97), skipped: 'language' });
    expect(ofOtherLanguage(report(0.96))).toEqual({ findings: [], model: 'v', skipped: 'language' });
  });

  it('is the answer to a prompt in Finnish', async () => {
    const prompt = 'punainen tuoli järven rannalla';
    expect(await smallPromptClassifier().classify(prompt, { signal })).toMatchObject({
      findings: [],
      skipped: 'language',
    });
  });
});

describe('reportScores', () => {
  it('reports a category only when one clearly has the highest score', () => {
    const of = (hate: number, violence: number) =>
      reportScores('small', 'v', {
        unsafe: 0.9,
        categories: new Map([
          ['hate', hate],
          ['violence', violence],
        ]),
      }).findings;
    expect(of(0.9, 0.1)).toMatchObject([{ category: 'hate', score: 0.9 }]);
    expect(of(0.3, 0.35)).toMatchObject([{ category: 'toxicity', score: 0.9 }]);
  });
});

describe('a linear model', () => {
  const room = new Int32Array(1024);
  const featuresOf = (text: string) => room.slice(0, hashFeatures(text, room));
  const examples = ['red', 'blue', 'green', 'grey'].flatMap((colour) => [
    { features: featuresOf(`a ${colour} garden`), target: 0 as const },
    { features: featuresOf(`a ${colour} wall`), target: 1 as const },
  ]);

  it('is the same for the same seed, and the same after packing and loading', () => {
    const training = { seed: 3, epochs: 20, rate: 0.3 };
    const { weights, bias } = trainLinear(examples, training);
    expect(trainLinear(examples, training)).toEqual({ weights, bias });
    const model = loadLinearModel(packLinearModel([{ name: 'unsafe', weights, bias, keep: 1_000 }], 127));
    const logit = (text: string) => {
      const features = featuresOf(text);
      const into = new Float64Array(1);
      model.logits(features, features.length, into);
      return into[0] ?? 0;
    };
    expect(logit('a yellow wall')).toBeGreaterThan(0);
    expect(logit('a yellow garden')).toBeLessThan(0);
    const features = featuresOf('a yellow wall');
    const norm = 1 / Math.sqrt(features.length);
    const exact = features.reduce((sum, bucket) => sum + (weights[bucket] ?? 0), 0) * norm + bias;
    // 127 levels keep two digits of the largest weight.
    expect(Math.abs(logit('a yellow wall') - exact)).toBeLessThan(0.05);
  });

  it('keeps only the largest weights, quantised, and clips the few largest', () => {
    const weights = new Float32Array(BUCKETS);
    weights.set([0.5, -1, 0.25, 0.1, 0], 10);
    weights[300] = 0.75;
    const packed = packLinearModel([{ name: 'a', weights, bias: 0.5, keep: 4 }], 4);
    expect(packed).toMatchObject({ outputs: ['a'], scales: [0.25], biases: [0.5] });
    // 4 weights; buckets 10, 11, 12 and 300 as steps from -1: 11, 1, 1, 288; then their levels.
    expect([...atob(packed.weights)].map((unit) => unit.charCodeAt(0))).toEqual([
      4, 11, 1, 1, 160, 2, 2, 252, 1, 3,
    ]);
    const into = new Float64Array(1);
    loadLinearModel(packed).logits(Int32Array.of(10, 11, 300, 13), 4, into);
    expect(into[0]).toBe(0.5 * ((2 - 4 + 3) * 0.25) + 0.5);
    loadLinearModel(packed).logits(Int32Array.of(10), 0, into);
    expect(into[0]).toBe(0.5);
  });

  it('hashes each feature once, within its buckets', () => {
    const features = featuresOf('a garden, a garden and 日本の庭');
    expect(new Set(features).size).toBe(features.length);
    expect(features.every((bucket) => bucket >= 0 && bucket < BUCKETS)).toBe(true);
  });
});
