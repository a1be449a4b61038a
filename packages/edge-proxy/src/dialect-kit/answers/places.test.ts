import { UnscreenedImage } from '@shoji/core';
import { openUnscreened } from '@shoji/core/unseal';
import { describe, expect, it, vi } from 'vitest';
import { isScreenedAnswer, parsedAnswer, tryJsonAnswer, UpstreamError } from './answer.ts';
import { entries, list, number, prose, record, word } from './shape.ts';

const text = (image: UnscreenedImage) => Buffer.from(openUnscreened(image)).toString();
const encoded = (words: string) => Buffer.from(words).toString('base64');

describe('pictures at some paths of an answer', () => {
  const answer = parsedAnswer({ one: encoded('inline'), two: 'http://a/b' });

  it('are read there, or fetched when the value is an address', async () => {
    const fetch = vi.fn(async (address: string) => new UnscreenedImage(new TextEncoder().encode(address)));
    const images = await answer.picturesOrFetched(
      () => [
        { inline: encoded('inline') },
        { address: 'http://a/b', inline: 'x' },
        { address: '', inline: encoded('b') },
        {},
        { address: 7 },
      ],
      fetch,
    );
    expect(images.map(text)).toEqual(['inline', 'http://a/b', 'b', '', '']);
    expect(fetch.mock.calls).toEqual([['http://a/b']]);
  });

  it('are decoded from another encoding where configured, and empty when that fails', async () => {
    const decode = async (value: unknown) => {
      if (value === 'bad') throw new Error('unreadable');
      return new TextEncoder().encode(JSON.stringify(value));
    };
    const images = await answer.decodedPictures(() => ['a', [[1]], 'bad'], decode);
    expect(images.map(text)).toEqual(['"a"', '[[1]]', '']);
  });

  it('are the data after the comma of a data URI', () => {
    const [plain, uri, none] = answer.pictures(() => [
      encoded('a'),
      `data:image/png;base64,${encoded('b')}`,
      7,
    ]);
    expect([plain, uri, none].map((image) => image && text(image))).toEqual(['a', 'b', '']);
  });
});

describe('the screened part of an answer', () => {
  it('is marked as screened, and has fields where it is an object', () => {
    const object = parsedAnswer({ a: 'b' }).screened(record({ a: word() }));
    const other = parsedAnswer(['b']).screened(list(word()));
    expect([object.fields, other.fields, other.json]).toEqual([{ a: 'b' }, {}, '["b"]']);
    expect([isScreenedAnswer(object), isScreenedAnswer({ value: 1 })]).toEqual([true, false]);
    expect(parsedAnswer('x').screened(record({})).value).toBeNull();
  });

  it('drops pieces of one picture from lists, siblings and keys, and nothing else', () => {
    const random = (at: number) =>
      Buffer.from(
        Array.from({ length: 45 }, (_, index) => ((at * 45 + index) * 7919 + ((index * index) % 251)) & 255),
      ).toString('base64');
    const pieces = Array.from({ length: 14 }, (_, at) => random(at));
    const shape = record({
      column: list(record({ name: word(), note: word() })),
      list: list(word()),
      beside: record(Object.fromEntries(pieces.map((_, at) => [`p${at}`, word()]))),
      words: list(word()),
    });
    const { value } = parsedAnswer({
      column: pieces.map((name) => ({ name, note: 'fine' })),
      list: pieces,
      beside: Object.fromEntries(pieces.map((piece, at) => [`p${at}`, piece])),
      words: ['one', 'two'],
    }).screened(shape);
    const told = JSON.stringify(value);
    expect(pieces.filter((piece) => told.includes(piece))).toEqual([]);
    const column = pieces.map((_, at) => ({ name: `model ${at}`, note: 'fine' }));
    expect(parsedAnswer({ column, words: ['one', 'two'] }).screened(shape).value).toEqual({
      column,
      words: ['one', 'two'],
    });
  });
});

describe('pieces of one picture in one list', () => {
  const random = (at: number) => `gH1iJ2kL3${'abcdefghijklmn'[at]}M4`;
  const note = 'plain words that say very little of it';
  const items = Array.from({ length: 14 }, (_, at) => ({ name: random(at), note, size: at }));
  const shape = record({ items: list(record({ name: word(), note: word(), size: number })) });

  it('are emptied, and their siblings are kept', () => {
    const { value } = parsedAnswer({ items }).screened(shape);
    expect(value).toEqual({ items: items.map((item) => ({ ...item, name: '' })) });
  });

  it('are not a picture when there are few', () => {
    const few = { items: items.slice(0, 13) };
    expect(parsedAnswer(few).screened(shape).value).toEqual(few);
  });

  it('can also be keys, which are dropped with their values', () => {
    const keyed = Object.fromEntries(items.map(({ name }, at) => [name, at]));
    const { value } = parsedAnswer({ keyed, items: [] }).screened(
      record({ keyed: entries(number), items: list(word()) }),
    );
    expect(value).toEqual({ keyed: {}, items: [] });
  });
});

describe('an upstream’s error', () => {
  it('has the meaning of its status, of its body, or of exhausted memory', () => {
    const told = parsedAnswer({ message: 'CUDA out of memory' }).screened(record({ message: prose() }));
    expect(new UpstreamError(500, told).code).toBe('generator_rejected');
    expect(new UpstreamError(500)).toMatchObject({
      code: 'generator_failed',
      message: 'The image server answered with status 500.',
      body: undefined,
    });
    const meaning = { code: 'generator_busy', message: 'm', retryAfter: 3 } as const;
    expect(new UpstreamError(400, told, { meaning })).toMatchObject({
      code: 'generator_busy',
      message: 'm',
      retryAfter: 3,
    });
    expect(new UpstreamError(522).code).toBe('deadline_exceeded');
    expect(new UpstreamError(399).code).toBe('generator_failed');
  });

  it('keeps its meaning with the client’s own text', () => {
    const told = parsedAnswer({ a: 'b' }).screened(record({ a: word() }));
    const meaning = { code: 'generator_busy' } as const;
    const error = new UpstreamError(400, told, { meaning }).told(() => 'said');
    expect([error.code, error.body, error.status]).toEqual(['generator_busy', 'said', 400]);
  });
});

it('reads bytes as JSON, or not at all', () => {
  const read = (words: string) => tryJsonAnswer(new TextEncoder().encode(words))?.screened(word()).value;
  expect([read('"a"'), read('a')]).toEqual(['a', undefined]);
});
