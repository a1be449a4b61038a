import { decodeRgb } from '@shoji/pixels';
import { describe, expect, it } from 'vitest';
import { HttpAnswer } from '../../dialect-kit/client/http-answer.ts';
import { placeholderPicture } from '../../dialect-kit/screening/shown-picture.ts';
import { answerWith, readMade } from './answer.ts';

const picture = await placeholderPicture({ what: 'picture', unchecked: false, categories: [] }, 'en', {
  width: 64,
  height: 64,
});
const got = (value: unknown, type = 'application/json') =>
  new HttpAnswer(200, () => type, {
    bytes: async () => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
    chunks: (async function* () {})(),
  });

/** The client's answer when the container answered `value`. */
async function answered(value: unknown, type?: string) {
  const made = await readMade(got(value, type));
  const { body, contentType } = await answerWith([picture], made, 'typed');
  const told: unknown = typeof body === 'string' ? JSON.parse(body) : body;
  return { count: made.images.length, told, contentType };
}

describe('a container’s answer', () => {
  it('is returned in its format', async () => {
    const { base64 } = picture;
    expect(await answered({ generated_images: ['a', 'b'], prompt: 'x', more: 1 })).toMatchObject({
      count: 2,
      told: { generated_images: [base64], prompt: 'x' },
    });
    expect(await answered({ generated_image: 'a' })).toMatchObject({
      count: 1,
      told: { generated_image: base64, prompt: 'typed' },
    });
    expect(await answered({ artifacts: [{ base64: 'a', seed: 7, finishReason: 'SUCCESS', x: 1 }] })).toEqual({
      count: 1,
      told: { result: 'success', artifacts: [{ seed: 7, finishReason: 'SUCCESS', base64 }] },
      contentType: 'application/json',
    });
    expect(await answered('bytes', 'image/png')).toEqual({
      count: 1,
      told: picture.image.bytes,
      contentType: 'image/png',
    });
  });

  it('has rows of pixels if the container wrote them', async () => {
    const { told } = await answered({ generated_images: [[[[1, 2, 3]]]] });
    const rows: number[][][] = JSON.parse(JSON.stringify(told)).generated_images[0];
    const { data } = await decodeRgb(picture.image);
    expect([rows.length, rows[0]?.length, rows[0]?.[0]?.length]).toEqual([64, 64, 3]);
    expect(rows.flat(2)).toEqual([...data]);
  });

  it('has defaults for facts that the container left out', async () => {
    const { base64 } = picture;
    expect((await answered({ artifacts: [{ base64: 'a' }] })).told).toEqual({
      ...{ result: 'success', artifacts: [{ seed: 0, finishReason: 'SUCCESS', base64 }] },
    });
    const made = await readMade(got({ generated_image: 'a' }));
    expect(JSON.parse(String((await answerWith([], made, undefined)).body))).toEqual({
      ...{ generated_image: null, prompt: '' },
    });
  });

  it('has no pictures if it has another form', async () => {
    expect((await readMade(got({ words: 'a' }))).images).toEqual([]);
    expect((await answered({ words: 'a' })).told).toEqual({
      ...{ generated_images: [picture.base64], prompt: 'typed' },
    });
    expect((await readMade(got({ artifacts: 'a' }))).images).toEqual([]);
    await expect(readMade(got('words'))).rejects.toMatchObject({ code: 'answer_unusable' });
  });

  it('has the default format without a request to the container', async () => {
    expect(JSON.parse(String((await answerWith([picture], undefined, undefined)).body))).toEqual({
      generated_images: [picture.base64],
      prompt: '',
    });
    const bytes = { images: [], shape: { key: 'bytes' }, asPixels: false, prompt: undefined } as const;
    expect(await answerWith([], bytes, 'x')).toEqual({ body: '{}', contentType: 'application/json' });
  });
});
