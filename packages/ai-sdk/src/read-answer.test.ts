import { openUnscreened } from '@shoji/core/unseal';
import { describe, expect, it } from 'vitest';
import { noticesOf, picturesOf, readAnswer, usageOf } from './read-answer.ts';

const picture = new Uint8Array([1, 2, 3]);

describe('an answer', () => {
  it.each([
    ['base64', [btoa('one'), btoa('two')]],
    ['bytes', [picture, picture]],
  ])('may hold its pictures as %s', (_, images) => {
    expect(readAnswer({ images, warnings: [], response: {} }).images).toHaveLength(2);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['no images', { warnings: [] }],
    ['an empty list', { images: [] }],
    ['an address in place of a picture', { images: [{ url: 'http://127.0.0.1:9/' }] }],
    ['the text of an address', { images: ['http://127.0.0.1:9/'] }],
    ['a data URI', { images: ['data:image/png;base64,AAAA'] }],
    ['numbers', { images: [[1, 2, 3]] }],
  ])('that is %s is unusable', (_, answer) => {
    expect(() => readAnswer(answer)).toThrow(expect.objectContaining({ code: 'answer_unusable' }));
  });

  it('is read once: bytes that a provider changes later do not change the judged ones', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const { images } = readAnswer({ images: [bytes] });
    bytes.fill(9);
    expect(images.map((image) => [...openUnscreened(image)])).toEqual([[1, 2, 3]]);
  });

  it('is padded with empty pictures, or truncated, to the requested number', () => {
    const answer = readAnswer({ images: [picture, picture] });
    expect(picturesOf(answer, 3)).toHaveLength(3);
    expect(picturesOf(answer, 3).slice(0, 2)).toEqual(answer.images);
    expect(picturesOf(answer, 1)).toEqual(answer.images.slice(0, 1));
  });

  it('is billed by its pictures, and by tokens when the provider reports them', () => {
    expect(
      usageOf(readAnswer({ images: [picture], usage: { inputTokens: 4, outputTokens: undefined } })),
    ).toEqual([
      { item: 'ai-sdk.image', quantity: 1 },
      { item: 'ai-sdk.input-token', quantity: 4 },
    ]);
    expect(usageOf(readAnswer({ images: [picture], usage: { inputTokens: -4 } }))).toEqual([
      { item: 'ai-sdk.image', quantity: 1 },
    ]);
  });
});

describe('the warnings of an answer', () => {
  const read = (...warnings: readonly unknown[]) => readAnswer({ images: [picture], warnings }).warnings;

  it('are read from every version of the interface', () => {
    expect(
      read(
        { type: 'unsupported', feature: 'seed', details: 'why' },
        { type: 'unsupported-setting', setting: 'size' },
        { type: 'compatibility', feature: 'n' },
        { type: 'deprecated', setting: 'style', message: 'Use look.' },
        { type: 'other', message: 'Words.' },
      ),
    ).toEqual([
      { type: 'unsupported', feature: 'seed', text: 'why' },
      { type: 'unsupported', feature: 'size', text: '' },
      { type: 'compatibility', feature: 'n', text: '' },
      { type: 'other', feature: 'style', text: 'Use look.' },
      { type: 'other', feature: undefined, text: 'Words.' },
    ]);
  });

  it('are counted without text when their form is unknown', () => {
    const unknown = { type: 'other', feature: undefined, text: 'a warning of an unknown form' };
    expect(read('words', { type: 'new' }, { type: 'unsupported', feature: 'a feature with words' })).toEqual([
      unknown,
      unknown,
      unknown,
    ]);
    expect(readAnswer({ images: [picture], warnings: 'words' }).warnings).toEqual([]);
  });

  it('become notices with feature and text', () => {
    const warnings = [
      { type: 'unsupported', feature: 'seed', details: 'why' },
      { type: 'unsupported', feature: 'size' },
      { type: 'other', message: 'Words.' },
    ];
    expect(noticesOf(readAnswer({ images: [picture], warnings })).map(({ message }) => message)).toEqual([
      'seed: why',
      'size',
      'Words.',
    ]);
  });
});
