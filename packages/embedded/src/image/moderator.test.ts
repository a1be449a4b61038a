import { CheckError, presets, UnscreenedImage } from '@shoji/core';
import { decideImage } from '@shoji/core/policy';
import { openJudged } from '@shoji/core/unseal';
import { sharpCodec } from '@shoji/pixels';
import { afterAll, describe, expect, it } from 'vitest';
import { waves } from '../../../pixels/src/fixtures.test-helper.ts';
import { embeddedImageModerator, report } from './moderator.ts';
import { evidenceOf } from './nsfw-judge.ts';
import { probabilityOf } from './scores.ts';

const signal = new AbortController().signal;
const neutral = { Drawing: 0, Hentai: 0, Neutral: 1, Porn: 0, Sexy: 0 };

const none = { Drawing: 0, Hentai: 0, Neutral: 0, Porn: 0, Sexy: 0 };

describe('report', () => {
  it('adds the scores of the two explicit classes, because they exclude each other', () => {
    const whole = { ...none, Neutral: 0.1, Hentai: 0.5, Porn: 0.3, Drawing: 0.1 };
    const { findings, illustrated } = report({ whole }, 0.2);
    expect(findings).toMatchObject([{ check: 'embedded-image', category: 'sexual', label: 'Hentai' }]);
    expect(findings[0]?.score).toBeCloseTo(probabilityOf(evidenceOf(whole, 'whole')), 9);
    expect(illustrated).toBeCloseTo(0.6);
  });

  it('takes the stronger of the whole and a tile, after the prior of each', () => {
    const strong = { ...none, Neutral: 0.01, Porn: 0.99 };
    const part = { cells: 5, scores: strong } as const;
    const { findings } = report({ whole: neutral, part }, 0.2);
    expect(findings).toMatchObject([{ category: 'sexual', label: 'Porn' }]);
    expect(findings[0]?.score).toBeCloseTo(probabilityOf(evidenceOf(strong, 5)), 9);
    const weaker = { cells: 5, scores: { ...none, Neutral: 0.3, Hentai: 0.7 } } as const;
    expect(report({ whole: strong, part: weaker }, 0.2).findings).toEqual(
      report({ whole: strong }, 0.2).findings,
    );
  });

  it('never withholds a picture for the class Sexy, under any preset', () => {
    const { findings } = report({ whole: { ...none, Sexy: 1 } }, 0.2);
    expect(findings).toMatchObject([{ category: 'suggestive', label: 'Sexy' }]);
    expect(decideImage(presets.strict, findings).decision).toBe('blur');
    expect(decideImage(presets.standard, findings).decision).toBe('blur');
  });

  it('leaves out findings below the lowest requested score', () => {
    const whole = { ...none, Neutral: 0.85, Porn: 0.15 };
    const { score = 0 } = report({ whole }, 0).findings[0] ?? {};
    expect(report({ whole }, score + 0.01).findings).toEqual([]);
    expect(report({ whole }, score - 0.01).findings).toHaveLength(1);
  });

  it.each([NaN, 2, -1])('refuses a score of %s as an invalid answer, of the whole and of a tile', (Porn) => {
    const wrong = { ...neutral, Porn };
    expect(() => report({ whole: wrong }, 0.2)).toThrow(CheckError);
    expect(() => report({ whole: neutral, part: { cells: 7, scores: wrong } }, 0.2)).toThrow(CheckError);
  });
});

describe('embeddedImageModerator', () => {
  const moderator = embeddedImageModerator();
  afterAll(moderator.close);
  const broken = { mediaType: 'image/jpeg', width: 8, height: 8, bytes: new Uint8Array([1, 2, 3]) } as const;

  it('reports exactly the categories that it covers', () => {
    expect(moderator).toMatchObject({ name: 'embedded-image', covers: ['sexual', 'suggestive'] });
  });

  it('fails, and does not pass the picture, when the picture cannot be read', async () => {
    await expect(moderator.moderate(broken, { signal })).rejects.toThrow(CheckError);
  });

  it('stops when its signal is aborted', async () => {
    const stopped = AbortSignal.abort(new Error('no longer wanted'));
    await expect(moderator.moderate(broken, { signal: stopped })).rejects.toThrow('no longer wanted');
  });

  it('names the model that answered', async () => {
    const png = new Uint8Array(await waves(200, 200).png().toBuffer());
    const image = await sharpCodec().normalise(new UnscreenedImage(png), { signal });
    const { model, illustrated, findings } = await moderator.moderate(openJudged(image), { signal });
    expect(model).toBe('nsfwjs-4.4.0/mobilenet-v2+mobilenet-v2-mid');
    expect(illustrated).toBeGreaterThanOrEqual(0);
    expect(decideImage(presets.standard, findings, illustrated).decision).toBe('clear');
  });
});
