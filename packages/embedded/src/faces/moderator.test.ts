import { CheckError, presets, UnscreenedImage } from '@shoji/core';
import { decideImage } from '@shoji/core/policy';
import { openJudged } from '@shoji/core/unseal';
import { sharpCodec } from '@shoji/pixels';
import { afterAll, describe, expect, it } from 'vitest';
import { drawn } from './drawn-face.test-helper.ts';
import { embeddedFaceModerator, LIKELY_MINOR, reportFaces } from './moderator.ts';

const signal = new AbortController().signal;
const area = 1_000_000;
const check = 'embedded-faces';
const report = (faces: object[], minScore = LIKELY_MINOR) => reportFaces({ faces, area }, minScore).findings;

describe('reportFaces', () => {
  it('names the share of the picture, and the apparent age with its error', () => {
    const [face, minor, ...others] = report([{ score: 0.9, side: 300, age: 12.2 }]);
    expect(others).toEqual([]);
    expect(face).toEqual({ check, category: 'face', label: 'face, 9 % of the picture', score: 0.9 });
    expect(minor).toMatchObject({ check, category: 'minor', label: 'apparent age 12 ± 5' });
    expect(minor?.score).toBeCloseTo(0.8, 1);
  });

  it('names a small face as such', () => {
    expect(report([{ score: 0.9, side: 20, age: 50 }])).toMatchObject([
      { label: 'face, under 1 % of the picture' },
    ]);
  });

  it('reports a minor for guesses below 25.7 years, because a guess errs', () => {
    const categories = (age: number) =>
      report([{ score: 0.9, side: 300, age }]).map(({ category }) => category);
    expect(categories(25.5)).toEqual(['face', 'minor']);
    expect(categories(26)).toEqual(['face']);
  });

  it('takes another threshold', () => {
    expect(report([{ score: 0.9, side: 300, age: 20 }], 0.5)).toHaveLength(1);
    expect(report([{ score: 0.9, side: 300, age: 60 }], 0)).toHaveLength(2);
  });

  it('decides nothing alone, under any preset', () => {
    const findings = report([{ score: 1, side: 300, age: 3 }]);
    for (const preset of Object.values(presets)) expect(decideImage(preset, findings).decision).toBe('clear');
  });

  it('reports no finding for a picture without faces', () => {
    expect(report([])).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', []],
    ['an age that is not a number', { faces: [{ score: 0.9, side: 30, age: NaN }], area }],
    ['a score above 1', { faces: [{ score: 1.1, side: 30, age: 20 }], area }],
    ['a face without a side', { faces: [{ score: 0.9, side: 0, age: 20 }], area }],
    ['an unknown field', { faces: [{ score: 0.9, side: 30, age: 20, name: '' }], area }],
    ['no area', { faces: [] }],
  ])('refuses %s as an answer', (_, seen) => {
    expect(() => reportFaces(seen, 0.1)).toThrow(CheckError);
    expect(() => reportFaces(seen, 0.1)).toThrow('must answer a score, a size and an age');
  });
});

describe('embeddedFaceModerator', () => {
  const moderator = embeddedFaceModerator();
  afterAll(moderator.close);
  const normalised = async (png: Buffer) =>
    openJudged(await sharpCodec().normalise(new UnscreenedImage(new Uint8Array(png)), { signal }));

  it('covers what it reports', () => {
    expect(moderator).toMatchObject({ name: 'embedded-faces', covers: ['face', 'minor'] });
  });

  it('says what it cannot know', () => {
    expect(moderator.caveat).toMatch(/recognises nobody and stores nothing.*mean error of 4\.5 years/);
  });

  it('finds the faces of a picture and names the models', async () => {
    const faces = [
      { x: 150, y: 250, width: 120 },
      { x: 400, y: 200, width: 90, turn: 20 },
    ];
    const image = await normalised(await drawn(640, 512, faces).png().toBuffer());
    const { findings, model } = await moderator.moderate(image, { signal });
    expect(model).toBe('human-3.3.6/blazeface-back, face-api-1.7.15/age');
    expect(findings.filter(({ category }) => category === 'face')).toHaveLength(2);
    for (const { label } of findings)
      expect(label).toMatch(/^(face, \d+ % of the picture|apparent age \d+ ± \d+)$/);
  });

  it('reports nothing for a picture without a face', async () => {
    const image = await normalised(await drawn(640, 512, []).png().toBuffer());
    expect((await moderator.moderate(image, { signal })).findings).toEqual([]);
  });

  it('fails, and does not pass the picture, when the picture cannot be read', async () => {
    const broken = {
      mediaType: 'image/jpeg',
      width: 8,
      height: 8,
      bytes: new Uint8Array([1, 2, 3]),
    } as const;
    await expect(moderator.moderate(broken, { signal })).rejects.toThrow(CheckError);
  });

  it('stops when its signal is aborted', async () => {
    const image = await normalised(await drawn(100, 100, []).png().toBuffer());
    const stopped = AbortSignal.abort(new Error('no longer wanted'));
    await expect(moderator.moderate(image, { signal: stopped })).rejects.toThrow('no longer wanted');
  });

  it('fails the pictures of a process that ends, and starts another', async () => {
    const own = embeddedFaceModerator();
    const image = await normalised(await drawn(100, 100, []).png().toBuffer());
    await own.warmUp({ signal });
    const lost = expect(own.moderate(image, { signal })).rejects.toMatchObject({ failure: 'unavailable' });
    await own.close();
    await lost;
    expect((await own.moderate(image, { signal })).findings).toEqual([]);
    await own.close();
  });

  it('fails as throttled when too many wait', async () => {
    const own = embeddedFaceModerator({ waiting: 0 });
    const image = await normalised(await drawn(100, 100, []).png().toBuffer());
    await expect(own.moderate(image, { signal })).rejects.toMatchObject({ failure: 'throttled' });
    await own.close();
  });
});
