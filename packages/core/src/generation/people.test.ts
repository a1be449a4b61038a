import { describe, expect, it } from 'vitest';
import { presets } from '../policy/presets.ts';
import type { ImageModerator } from '../ports/image.ts';
import { RequestEvidence } from '../screen/joined/request-evidence.ts';
import { UnscreenedImage } from '../sealed/picture.ts';
import {
  type Asked,
  fakeClassifier,
  fakeEngine,
  fakeGenerator,
  fakeModerator,
  fakeRules,
  finding,
} from '../testing/fakes.ts';
import type { Category } from '../vocabulary/category.ts';
import type { Engine } from './engine.ts';
import { completed, moderate } from './moderate-generation.test-helper.ts';
import { moderateGeneration } from './moderate-generation.ts';
import { resultOf } from './result-of.ts';

const given = { input: { image: new UnscreenedImage(new TextEncoder().encode('a photo')) } };
const painter = () => fakeGenerator('pictures', { inputImage: true });
const found = (...categories: Category[]) => ({ findings: categories.map((each) => finding(each, 0.6)) });
/** A moderator that finds something in the given picture, and something in the made ones. */
const sees = (input: Category[], made: Category[]) =>
  fakeModerator((_, seen) => found(...(seen === 'a photo' ? input : made)));
/** A judge of faces alone. */
const faces = (input: Category[], made: Category[] = []): Asked<ImageModerator> => ({
  ...sees(input, made),
  name: 'faces',
  covers: ['face', 'minor'],
});

describe.each(Object.values(presets))('a given picture with a face, under $name', (preset) => {
  const policy = { ...preset, regenerate: { ...preset.regenerate, attempts: 1 } };
  const engine = (parts: Partial<Engine>) => ({ policy, generator: painter(), ...parts });

  it.each([
    ['rules', { rules: [fakeRules([finding('suggestive', 0.6)])] }],
    ['a classifier', { classifiers: [fakeClassifier(found('suggestive'))] }],
  ])('is refused beside a prompt that sexualises, by %s', async (_, parts) => {
    // Under strict the prompt alone is refused.
    const lenient = { ...policy, prompt: {} };
    const generator = painter();
    for (const classify of ['before', 'beside'] as const) {
      const asked = moderate(
        {
          ...engine({ ...parts, generator, moderators: [sees([], []), faces(['face'])] }),
          policy: { ...lenient, classify },
        },
        given,
      );
      await expect(asked).rejects.toMatchObject({
        code: 'image_rejected',
        warnings: [{ code: 'image_real_person', check: 'faces' }],
      });
    }
    expect(generator.requests).toEqual([]);
  });

  it('is withheld as a sexual picture, and never revealable', async () => {
    const moderators = [sees([], ['nudity']), faces(['face'])];
    const { result } = await moderate(engine({ moderators }), given);
    const [image] = completed(result).images;
    expect(image).toMatchObject({ decision: 'withhold', shown: null, original: null });
    expect(image?.warnings[0]).toMatchObject({ code: 'image_real_person' });
  });

  it('is an ordinary request with a harmless prompt and result', async () => {
    const { result } = await moderate(
      engine({ moderators: [sees([], []), faces(['face', 'minor'])] }),
      given,
    );
    expect(completed(result).images).toMatchObject([{ decision: 'clear', findings: [], warnings: [] }]);
  });
});

describe('an apparent minor', () => {
  const engine = (parts: Partial<Engine>) => ({
    policy: { ...presets.mature, prompt: {}, image: {} },
    generator: painter(),
    ...parts,
  });

  it.each([
    [
      'beside a sexual prompt',
      { rules: [fakeRules([finding('nudity')])], moderators: [sees([], []), faces([], ['minor'])] },
    ],
    ['in a suggestive picture', { moderators: [sees([], ['suggestive']), faces([], ['minor'])] }],
    [
      'named in the prompt of a nude picture',
      { rules: [fakeRules([finding('minor')])], moderators: [sees([], ['nudity'])] },
    ],
  ])('is withheld under any policy: %s', async (_, parts) => {
    const { result } = await moderate(engine(parts));
    const [image] = completed(result).images;
    expect(image).toMatchObject({ decision: 'withhold', original: null });
    expect(image?.findings[0]).toMatchObject({ category: 'sexual-minors', score: 1 });
  });

  it('says nothing of the prompt’s words', async () => {
    const rules = [fakeRules([finding('minor', 1, { label: 'the matched word' })])];
    const { result } = await moderate(engine({ rules, moderators: [sees([], ['nudity'])] }));
    expect(JSON.stringify(completed(result).images)).not.toContain('matched word');
  });
});

it('pictures are judged beside the evidence that the request had before', async () => {
  const evidence = new RequestEvidence();
  evidence.addInput([finding('face')]);
  const engine = fakeEngine({ policy: presets.mature, moderators: [sees([], ['nudity'])] });
  const options = { id: 'gen_1', signal: new AbortController().signal, evidence };
  const result = await resultOf(moderateGeneration({ prompt: 'a dog' }, engine, options));
  expect(completed(result).images).toMatchObject([{ decision: 'withhold' }]);
});

describe('a judge of faces', () => {
  it('is asked about made pictures only beside sexual content, and about each given one', async () => {
    const quiet = faces([], ['face']);
    await moderate({ moderators: [sees([], ['violence']), quiet] });
    expect(quiet.calls).toHaveLength(0);
    await moderate({ generator: painter(), moderators: [sees([], []), quiet] }, given);
    expect(quiet.calls).toHaveLength(1);
    await moderate({ moderators: [sees([], ['suggestive']), quiet] });
    expect(quiet.calls).toHaveLength(2);
  });

  it('is asked always where the policy has a threshold for it, or no other judge is there', async () => {
    const alone = faces([], ['face']);
    await moderate({ moderators: [alone] });
    expect(alone.calls).toHaveLength(1);
    const counts = faces([], ['face']);
    const policy = { ...presets.standard, image: { face: { blur: 0.5 } } };
    const { result } = await moderate({ policy, moderators: [sees([], []), counts] });
    expect(completed(result).images[0]).toMatchObject({ decision: 'blur', findings: [{ category: 'face' }] });
  });

  it('is not asked about illustrations of the sample generator', async () => {
    const minor = faces([], ['minor']);
    const sample = { ...fakeGenerator(), kind: 'sample' as const };
    const { result } = await moderate({ generator: sample, moderators: [sees([], ['suggestive']), minor] });
    expect(completed(result).images[0]?.decision).not.toBe('withhold');
    expect(minor.calls).toHaveLength(0);
  });

  it('withholds where it is needed and fails', async () => {
    const broken = { ...fakeModerator(new Error('away'), 'faces'), covers: ['face', 'minor'] as const };
    const { result } = await moderate({ moderators: [sees([], ['suggestive']), broken] });
    expect(completed(result).images[0]).toMatchObject({
      decision: 'withhold',
      warnings: [{ code: 'check_failed', check: 'faces' }],
    });
  });
});
