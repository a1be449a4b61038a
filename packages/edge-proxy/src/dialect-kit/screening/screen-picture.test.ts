import { UnscreenedImage } from '@shoji/core';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { describe, expect, it } from 'vitest';
import { coloursIn, shadesOf } from '../../testing/pictures.ts';
import { callOf } from '../call/call.test-helper.ts';
import { Slot } from '../fields/slot.ts';
import {
  screenInput,
  screenInputs,
  screenOrReplace,
  screenShown,
  screenTransparent,
} from './screen-picture.ts';
import { screenTexts } from './screen-texts.ts';
import { screenedForm } from './screened-body.ts';

const image = async (colour: 'green' | 'azure' | 'crimson') =>
  new UnscreenedImage(new Uint8Array(await shadesOf(colour)));
const broken = new UnscreenedImage(new Uint8Array([1, 2, 3]));
const unchecked = callOf({
  engineParts: {
    moderators: [{ name: 'none', covers: ['nudity'], moderate: () => Promise.reject(new Error('away')) }],
  },
});

describe('an additional image of an answer', () => {
  it('is shown as it was screened, or not at all', async () => {
    const call = callOf();
    const green = await screenShown(await image('green'), NO_PROMPT, call);
    expect(await coloursIn(green?.base64 ?? '')).toEqual(['green']);
    expect((await screenShown(await image('azure'), NO_PROMPT, call))?.image.mediaType).toBe('image/jpeg');
    expect(await screenShown(await image('crimson'), NO_PROMPT, call)).toBeUndefined();
  });

  it('is a placeholder of the requested size where an answer needs one', async () => {
    const call = callOf();
    const { image: shown } = await screenOrReplace(await image('crimson'), NO_PROMPT, call, {
      width: 96,
      height: 80,
    });
    expect([shown.width, shown.height, shown.mediaType]).toEqual([96, 80, 'image/png']);
    const { image: plain } = await screenOrReplace(broken, NO_PROMPT, call);
    expect([plain.width, plain.height]).toEqual([512, 512]);
  });
});

describe('an input image of a request', () => {
  it('is sent to the model when it is clear', async () => {
    const given = await screenInput({ image: await image('green'), mask: false }, callOf());
    expect(await coloursIn(given.image.bytes)).toEqual(['green']);
  });

  it.each(['azure', 'crimson'] as const)('is refused if it is not clear (%s)', async (colour) => {
    await expect(screenInput({ image: await image(colour), mask: false }, callOf())).rejects.toMatchObject({
      reason: { what: 'input', unchecked: false, categories: ['nudity'] },
      verdict: { id: 'gen_1', decision: 'rejected', prompt: 'allow', images: [] },
    });
  });

  it('is refused as unchecked when a check failed', async () => {
    await expect(screenInput({ image: await image('green'), mask: false }, unchecked)).rejects.toMatchObject({
      reason: { what: 'input', unchecked: true, unreadable: false },
      verdict: { decision: 'unchecked' },
    });
  });

  it.each([false, 'grey', 'alpha'] as const)(
    'is a client error if it is no image (mask: %s)',
    async (mask) => {
      await expect(screenInput({ image: broken, mask }, callOf())).rejects.toMatchObject({
        code: 'invalid_request',
      });
      await expect(screenTransparent(broken, callOf())).rejects.toMatchObject({ code: 'invalid_request' });
    },
  );

  it('is read by its brightness where only its shape counts', async () => {
    const given = await screenInput({ image: await image('crimson'), mask: 'grey' }, callOf());
    expect(await coloursIn(given.image.bytes)).toEqual(['other']);
  });

  it('with transparency is judged by its colours too', async () => {
    const given = await screenTransparent(await image('green'), callOf());
    expect(given.image.bytes.length).toBeGreaterThan(0);
    await expect(screenTransparent(await image('crimson'), callOf())).rejects.toMatchObject({
      reason: { what: 'input' },
    });
  });

  it('is found by its slot', async () => {
    const [one, other] = [new Slot('picture', 'one', ''), new Slot('mask', 'other', '')];
    const call = callOf();
    const pictures = await screenInputs(
      [
        { slot: one, image: await image('green'), mask: false },
        { slot: other, image: await image('azure'), mask: 'grey' },
      ],
      call,
    );
    expect([...pictures.keys()]).toEqual([one, other]);
    const prompt = await screenTexts(call, { prompts: [], names: [] });
    const body = await screenedForm({ tree: {}, keys: [] }, [{ slot: one }], { prompt, pictures });
    expect(new TextDecoder('latin1').decode(body.bytes)).toContain('name="one"; filename="image.png"');
  });
});
