import { describe, expect, it } from 'vitest';
import { ImageError } from '../image/errors.ts';
import { UnscreenedImage } from '../sealed/picture.ts';
import { fakeClassifier, fakeCodec, fakeGenerator, fakeModerator, finding } from '../testing/fakes.ts';
import type { Engine } from './engine.ts';
import { completed, moderate, text, withPolicy } from './moderate-generation.test-helper.ts';

const input = (strength?: number) => ({
  input: { image: new UnscreenedImage(new TextEncoder().encode('a photo')), strength },
});
const painter = () => fakeGenerator('pictures', { inputImage: true });
/** A moderator that finds something in the input image only. */
const finds = (score: number) =>
  fakeModerator((_, seen) => ({ findings: seen === 'a photo' ? [finding('nudity', score)] : [] }));

/** The error of a generation that is not carried out, and the requests that the generator got. */
async function refused(parts: Partial<Engine>) {
  const generator = painter();
  const error = await moderate({ ...parts, generator }, input()).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, requests: generator.requests };
}

describe('a picture to start from', () => {
  it('is judged, and only then given to the generator as it was judged, in every attempt', async () => {
    const generator = painter();
    const moderators = [finds(0)];
    const { result } = await moderate({ generator, moderators }, { ...input(0.4), n: 2 });
    const [{ input: given } = { input: undefined }] = generator.requests;
    expect(given?.strength).toBe(0.4);
    expect(given && text(given.image)).toBe('a photo');
    expect(given?.image.decision).toBe('clear');
    expect(completed(result).images).toHaveLength(2);
  });

  it('is replaced by three quarters when the request does not say', async () => {
    const generator = painter();
    await moderate({ generator }, input());
    expect(generator.requests[0]?.input?.strength).toBe(0.75);
  });

  it('is given again when pictures are generated again', async () => {
    const generator = painter();
    const moderators = [
      fakeModerator((_, seen) => ({ findings: seen === 'picture 7' ? [finding('nudity')] : [] })),
    ];
    const regenerate = { attempts: 2, from: 'blur' as const };
    await moderate({ generator, moderators, ...withPolicy({ regenerate }) }, input());
    expect(generator.requests.map((request) => request.input?.strength)).toEqual([0.75, 0.75]);
  });

  it('is not there for a request without one', async () => {
    const generator = painter();
    await moderate({ generator });
    expect(generator.requests[0]).not.toHaveProperty('input');
  });
});

describe('a picture that is not clear', () => {
  it.each([0.6, 1])(
    'ends the request with its reason, before the generator is called (score %d)',
    async (score) => {
      const { error, requests } = await refused({ moderators: [finds(score)] });
      expect(error).toMatchObject({
        code: 'image_rejected',
        message: expect.stringMatching(/^The input image was refused\. /),
        warnings: [{ code: 'image_nudity', category: 'nudity', message: expect.any(String) }],
      });
      expect(error).not.toHaveProperty('warnings.0.image');
      expect(requests).toEqual([]);
    },
  );

  it('could not be checked where a check failed, which is no verdict', async () => {
    const { error, requests } = await refused({ moderators: [fakeModerator(new Error('down'))] });
    expect(error).toMatchObject({
      code: 'check_failed',
      message: expect.stringMatching(/^The input image could not be checked\. /),
      warnings: [{ code: 'check_failed' }],
    });
    expect(requests).toEqual([]);
  });

  it('is refused for a finding, even if another check failed', async () => {
    const moderators = [finds(1), fakeModerator(new Error('down'), 'other')];
    expect((await refused({ moderators })).error).toMatchObject({ code: 'image_rejected' });
  });

  it('is the caller’s mistake where its bytes are no picture', async () => {
    const codec = {
      ...fakeCodec(),
      normalise: () => Promise.reject(new ImageError('corrupt', 'It cannot be read.')),
    };
    const { error, requests } = await refused({ codec });
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringMatching(/^image: /) });
    expect(requests).toEqual([]);
  });

  it('does not hide that the prompt was refused', async () => {
    const classifiers = [fakeClassifier({ findings: [finding('hate')] })];
    const { result } = await moderate({ generator: painter(), classifiers, moderators: [finds(1)] }, input());
    expect(result.status).toBe('rejected');
  });
});
