import { UnscreenedImage } from '@shoji/core';
import { openUnscreened } from '@shoji/core/unseal';
import { describe, expect, it } from 'vitest';
import { jsonAnswer, parsedAnswer, UpstreamError } from './answer.ts';
import { entries, list, prose, record, word } from './shape.ts';

const answer = (value: unknown) => jsonAnswer(new TextEncoder().encode(JSON.stringify(value)));
const base64 = Buffer.from(Array.from({ length: 14_000 }, (_, at) => (at * 7919) & 255)).toString('base64');
const lines = base64.replace(/.{76}/g, '$&\n');
const words = 'a long walk in the garden. '.repeat(300);

describe('an answer', () => {
  const SHAPE = record({
    note: prose(1_000_000),
    list: list(prose(1_000_000)),
    deep: entries(word(1_000_000), 10, word(1_000_000)),
    words: prose(10_000),
  });

  it.each([
    ['base64', base64],
    ['a data URI', `data:image/webp;base64,${base64}`],
    ['a data URI in lines', `data:image/webp;base64,${lines}`],
    ['a picture far to the right', `${' '.repeat(5_000)}data:image/webp;base64,${lines}`],
    ['base64 behind words', `${words}${base64}`],
    ['base64 with escaped slashes', `${base64}/"`],
  ])('drops %s, however long a text may be', (_, picture) => {
    const { value } = answer({ note: picture, list: [picture], deep: { [picture]: 'x' }, words }).screened(
      SHAPE,
    );
    // The assertion does not show the value, because it would print all of it.
    expect(JSON.stringify(value) === JSON.stringify({ list: [], deep: {}, words })).toBe(true);
  });

  it('returns only fields that its shape names', () => {
    const said = { note: 'a word', other: 'b', prototype: 1, constructor: { name: 'c' } };
    const screened = answer(said).screened(record({ note: prose() }));
    expect([screened.value, screened.json]).toEqual([{ note: 'a word' }, '{"note":"a word"}']);
  });

  it('drops pieces of a picture that are spread over a column', () => {
    const chunks = base64.match(/.{60}/g)?.slice(0, 12) ?? [];
    const shape = record({ items: list(record({ name: word() })), by: entries(word()) });
    const said = { items: chunks.map((name) => ({ name })), by: Object.fromEntries(chunks.entries()) };
    const told = JSON.stringify(answer(said).screened(shape).value);
    expect(chunks.filter((chunk) => told.includes(chunk))).toEqual([]);
  });

  it('returns a picture inline, or fetches it from its address, and otherwise returns an empty one', async () => {
    const asked: string[] = [];
    const fetch = async (address: string) => {
      asked.push(address);
      return new UnscreenedImage(new TextEncoder().encode('fetched'));
    };
    const items = [
      { inline: 'AQID' },
      { address: 'http://localhost/a.png' },
      { inline: 'AQID', address: 'b' },
      {},
      { inline: 7 },
    ];
    const pictures = await answer({ items }).picturesOrFetched(() => items, fetch);
    const read = pictures.map((each) => Buffer.from(openUnscreened(each)).toString('latin1'));
    expect(read).toEqual(['\x01\x02\x03', 'fetched', 'fetched', '', '']);
    expect(asked).toEqual(['http://localhost/a.png', 'b']);
  });

  it('returns long and short pictures alike', () => {
    const short = base64.slice(0, 400);
    const pictures = answer({ images: [base64, short, `data:image/png;base64,${base64}`, 7] }).pictures(
      (value) =>
        typeof value === 'object' && value !== null && 'images' in value && Array.isArray(value.images)
          ? value.images
          : [],
    );
    const given = pictures.map((each) => Buffer.from(openUnscreened(each)).toString('base64'));
    expect(given.map((each) => each.length)).toEqual([base64.length, 400, base64.length, 0]);
    expect([given[0] === base64, given[1] === short, given[2] === base64]).toEqual([true, true, true]);
  });

  it('is refused if it is not JSON', () => {
    expect(() => jsonAnswer(new TextEncoder().encode('<html>'))).toThrow('not JSON');
  });
});

describe('an upstream’s error', () => {
  const screened = parsedAnswer({ error: 'RuntimeError', message: 'no such sampler' }).screened(
    record({ error: word(), message: prose() }),
  );

  it.each([
    [400, 'generator_rejected'],
    [404, 'generator_rejected'],
    [408, 'deadline_exceeded'],
    [429, 'generator_busy'],
    [500, 'generator_failed'],
    [503, 'generator_busy'],
    [504, 'deadline_exceeded'],
  ])('with status %i is %s', (status, code) => {
    expect(new UpstreamError(status, screened).code).toBe(code);
  });

  it('is reported with the client’s own text', () => {
    const error = new UpstreamError(400, screened).told((told) => ({ said: told }));
    expect([error.status, error.body]).toEqual([400, { said: screened.value }]);
  });
});
