import { presets, UnscreenedImage } from '@shoji/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { BANNED } from '../../testing/engine.ts';
import { SEXUALISING, withFaces } from '../../testing/people.ts';
import { type Colour, coloursIn, shadesOf } from '../../testing/pictures.ts';
import { callOf } from '../call/call.test-helper.ts';
import { Slot } from '../fields/slot.ts';
import {
  moderatePictures,
  type PictureCall,
  settle,
  settledPictures,
  withDropped,
} from './moderate-pictures.ts';

const image = async (colour: Colour) => new UnscreenedImage(new Uint8Array(await shadesOf(colour)));

/** A call whose server returns images of these colours, in order. */
function asking(colours: readonly Colour[], parts: Partial<PictureCall> = {}, prompt = 'a dog'): PictureCall {
  const left = [...colours];
  return {
    upstream: 'small',
    request: { prompt, n: colours.length, width: 96, height: 64 },
    make: ({ seeds }) => Promise.all(seeds.map(() => image(left.shift() ?? 'green'))),
    ...parts,
  };
}

describe('settledPictures', () => {
  it('returns a clear image unchanged, a blurred one with a note, and a placeholder for a withheld one', async () => {
    const settled = await settledPictures(callOf(), asking(['green', 'azure', 'crimson']), 'error');
    expect(settled.verdict).toMatchObject({
      decision: 'withhold',
      prompt: 'allow',
      images: ['clear', 'blur', 'withhold'],
    });
    expect(settled.notes).toEqual([
      undefined,
      'This picture is blurred. Reason: nudity.',
      'This picture is withheld. Reason: nudity.',
    ]);
    expect(settled.pictures.map(({ image: { mediaType } }) => mediaType)).toEqual([
      'image/png',
      'image/jpeg',
      'image/png',
    ]);
    expect(settled.pictures.map(({ image: { width, height } }) => [width, height])).toEqual([
      [48, 48],
      [48, 48],
      [96, 64],
    ]);
    expect(await coloursIn(settled.pictures[0]?.base64 ?? '')).toEqual(['green']);
    expect([settled.refused, settled.prompt.decision]).toEqual([false, 'allow']);
  });

  it('refuses a banned prompt before any image is made', async () => {
    const make = vi.fn();
    await expect(
      settledPictures(callOf(), asking(['green'], { make, dropped: ['x'] }, BANNED), 'native'),
    ).rejects.toMatchObject({
      reason: { what: 'prompt', unchecked: false },
      verdict: {
        decision: 'rejected',
        images: [],
        warnings: expect.arrayContaining([expect.objectContaining({ code: 'field_dropped' })]),
      },
    });
    expect(make).not.toHaveBeenCalled();
  });

  it('returns one placeholder per image for a refused prompt where configured', async () => {
    const settled = await settledPictures(callOf(), asking(['green', 'green'], {}, BANNED), 'placeholder');
    expect(settled).toMatchObject({ refused: true, verdict: { decision: 'rejected' } });
    expect(settled.pictures).toHaveLength(2);
    expect(settled.notes[1]).toMatch(/^The prompt was refused/);
    expect(settled.pictures[1]?.image).toMatchObject({ width: 96, height: 64 });
  });

  it('refuses when no image can be shown, unless placeholders are configured', async () => {
    await expect(settledPictures(callOf(), asking(['crimson', 'crimson']), 'error')).rejects.toMatchObject({
      reason: { what: 'picture', unchecked: false, categories: ['nudity'] },
    });
    const { pictures, refused } = await settledPictures(callOf(), asking(['crimson']), 'placeholder');
    expect([pictures.length, refused]).toEqual([1, false]);
  });

  it('distinguishes "could not be checked" from unsafe', async () => {
    const moderators = [
      { name: 'none', covers: ['nudity'], moderate: () => Promise.reject(new Error('away')) },
    ] as const;
    await expect(
      settledPictures(callOf({ engineParts: { moderators } }), asking(['green']), 'error'),
    ).rejects.toMatchObject({ reason: { what: 'picture', unchecked: true, categories: [] } });
  });

  it('sends only clear pictures to the server', async () => {
    const slot = new Slot('picture', 'reference', '');
    const inputs = [{ slot, image: await image('green'), mask: false }] as const;
    const make = vi.fn<PictureCall['make']>(async () => [await image('green')]);
    await settledPictures(callOf(), asking(['green'], { inputs, make }), 'error');
    expect(await coloursIn(make.mock.calls[0]?.[1].get(slot)?.image.bytes ?? '')).toEqual(['green']);
    const bad = [{ slot, image: await image('crimson'), mask: false }] as const;
    make.mockClear();
    await expect(
      settledPictures(callOf(), asking(['green'], { inputs: bad, make }), 'error'),
    ).rejects.toMatchObject({
      reason: { what: 'input' },
    });
    expect(make).not.toHaveBeenCalled();
  });
});

describe('a given picture with a face', () => {
  const slot = new Slot('picture', 'init_images[0]', '');
  const portrait = async (parts: Partial<PictureCall>, made: Colour, prompt?: string) =>
    asking([made], { inputs: [{ slot, image: await image('green'), mask: false }], ...parts }, prompt);

  it('is refused beside a prompt that sexualises, before any picture is made', async () => {
    const make = vi.fn();
    const call = callOf({ engineParts: withFaces });
    await expect(
      settledPictures(call, await portrait({ make }, 'green', `a ${SEXUALISING}`), 'error'),
    ).rejects.toMatchObject({ reason: { what: 'input', categories: ['real-person'] } });
    expect(make).not.toHaveBeenCalled();
  });

  it('withholds a nude result, which is shown without one', async () => {
    const given = settledPictures(callOf({ engineParts: withFaces }), await portrait({}, 'azure'), 'error');
    await expect(given).rejects.toMatchObject({
      reason: { what: 'picture', categories: expect.arrayContaining(['real-person']) },
    });
    const alone = await settledPictures(callOf({ engineParts: withFaces }), asking(['azure']), 'error');
    expect(alone.verdict.images).toEqual(['clear']);
  });

  it('is given to the model beside other prompts', async () => {
    const call = callOf({ engineParts: withFaces });
    const { verdict } = await settledPictures(call, await portrait({}, 'green'), 'error');
    expect(verdict.images).toEqual(['clear']);
  });
});

describe('moderatePictures', () => {
  const regenerating = {
    policy: { ...presets.standard, regenerate: { attempts: 3, from: 'withhold' } },
  } as const;

  async function attempts(parts: Partial<PictureCall>): Promise<number> {
    const make = vi.fn<PictureCall['make']>(({ seeds }) => Promise.all(seeds.map(() => image('crimson'))));
    const call = callOf({ engineParts: regenerating });
    const asked = asking(['crimson'], { make, ...parts });
    const flow = moderatePictures(call, asked);
    for (let step = await flow.next(); !step.done; step = await flow.next());
    return make.mock.calls.length;
  }

  it('regenerates an image as the policy says, unless the dialect cannot', async () => {
    expect(await attempts({})).toBe(3);
    expect(await attempts({ regenerates: true })).toBe(3);
    expect(await attempts({ regenerates: false })).toBe(1);
  });

  it('does not regenerate when the client would not wait for it', async () => {
    expect(await attempts({ patienceMs: 0 })).toBe(1);
    expect(await attempts({ patienceMs: 600_000 })).toBe(3);
  });

  it('ends an attempt at the dialect’s own limit', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const asked = Promise.withResolvers<AbortSignal>();
    const make: PictureCall['make'] = (_, __, signal) => {
      asked.resolve(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const settling = settledPictures(callOf(), asking(['green'], { make, maxMs: 20 }), 'error');
    const refused = expect(settling).rejects.toMatchObject({ code: 'deadline_exceeded' });
    const signal = await asked.promise;
    vi.advanceTimersByTime(19);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.aborted).toBe(true);
    await refused;
  });

  it('prefers the dialect’s limits over the defaults', async () => {
    const make = vi.fn<PictureCall['make']>(async () => [await image('green')]);
    const limits = { maxImages: 1 };
    const asked = asking(['green', 'green'], { make, limits });
    await expect(settledPictures(callOf(), asked, 'error')).rejects.toMatchObject({
      code: 'invalid_request',
    });
    const long = asking(['green'], { make }, 'a dog '.repeat(5_400));
    await expect(settledPictures(callOf(), long, 'error')).rejects.toMatchObject({ code: 'invalid_request' });
    expect(make).not.toHaveBeenCalled();
  });

  it('accepts a request without a prompt', async () => {
    const { verdict } = await settledPictures(callOf(), asking(['green'], {}, ''), 'error');
    expect(verdict.decision).toBe('clear');
  });
});

describe('settle', () => {
  it('uses the caller’s language', async () => {
    const call = callOf({ language: 'ja' });
    const asked = asking(['green'], {}, BANNED);
    const flow = moderatePictures(call, asked);
    let step = await flow.next();
    while (!step.done) step = await flow.next();
    const { notes } = await settle(step.value, asked, call, 'placeholder');
    expect(notes[0]).toMatch(/^プロンプトは受け付けられませんでした/);
  });
});

describe('withDropped', () => {
  const verdict = { id: 'x', decision: 'clear', prompt: 'allow', images: [], warnings: [] } as const;

  it('names the dropped fields, sixteen at most', () => {
    expect(withDropped(verdict)).toBe(verdict);
    expect(withDropped(verdict, ['a.b']).warnings).toEqual([
      { code: 'field_dropped', message: expect.stringMatching(/^a\.b was left out/) },
    ]);
    expect(
      withDropped(
        verdict,
        Array.from({ length: 20 }, (_, index) => `f${index}`),
      ).warnings,
    ).toHaveLength(16);
  });
});
