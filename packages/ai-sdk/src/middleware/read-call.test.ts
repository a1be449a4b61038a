import { UnscreenedImage } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import { readCall } from './read-call.ts';

const CALL = { prompt: 'a dog', n: 1, providerOptions: {} };
const file = { type: 'file', mediaType: 'image/png', data: btoa('picture') };

describe('a call', () => {
  it('is read with every field that may be sent', () => {
    const { signal } = new AbortController();
    const call = {
      prompt: 'a dog',
      n: 2,
      size: '512x256',
      aspectRatio: '16:9',
      seed: 7,
      files: [file, { ...file, data: new Uint8Array([1]), providerOptions: {} }],
      mask: file,
      providerOptions: undefined,
      headers: { 'user-agent': 'ai/7', gone: undefined },
      abortSignal: signal,
    };
    expect(readCall(call, { mask: 'brightness' })).toMatchObject({
      prompt: 'a dog',
      n: 2,
      size: '512x256',
      aspectRatio: '16:9',
      seed: 7,
      files: [expect.any(UnscreenedImage), expect.any(UnscreenedImage)],
      mask: expect.any(UnscreenedImage),
      headers: { 'user-agent': 'ai/7' },
      abortSignal: signal,
    });
  });

  it('may leave out every field except the number of pictures', () => {
    const call = {
      prompt: undefined,
      n: 1,
      size: undefined,
      files: undefined,
      mask: undefined,
      seed: undefined,
    };
    expect(readCall(call, {})).toMatchObject({ prompt: undefined, n: 1, headers: {} });
  });

  it.each([
    ['an unknown option', { ...CALL, image: 'AAAA' }, 'Unknown call options are not sent: image.'],
    ['no object', 'a dog', 'The call'],
    ['no number of pictures', { prompt: 'a dog' }, 'n:'],
    ['too many pictures', { ...CALL, n: 65 }, 'n:'],
    ['half a picture', { ...CALL, n: 0.5 }, 'n:'],
    ['a prompt of parts', { ...CALL, prompt: ['a dog'] }, 'prompt:'],
    ['a size with words', { ...CALL, size: '512x512 marmalade' }, 'size: must have the form 512x512'],
    ['a ratio with words', { ...CALL, aspectRatio: 'wide' }, 'aspectRatio: must have the form 16:9'],
    ['a seed out of bounds', { ...CALL, seed: 2 ** 32 }, 'seed:'],
    [
      'an address of a picture',
      { ...CALL, files: [{ type: 'url', url: 'http://127.0.0.1/' }] },
      'files.0.type',
    ],
    ['a picture that is not base64', { ...CALL, files: [{ ...file, data: '%' }] }, 'files.0 is not base64'],
    ['a picture with more beside it', { ...CALL, files: [{ ...file, caption: 'x' }] }, 'files.0.caption'],
    [
      'provider options of a picture',
      { ...CALL, files: [{ ...file, providerOptions: { fal: {} } }] },
      'files.0.providerOptions',
    ],
    ['a mask', { ...CALL, mask: file }, 'mask is refused'],
    ['headers that are no texts', { ...CALL, headers: { 'x-n': 1 } }, 'headers.x-n'],
  ])('is refused for %s', (_, call, message) => {
    expect(() => readCall(call, {})).toThrow(message);
  });
});
