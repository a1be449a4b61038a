import { openUnscreened } from '@shoji/core/unseal';
import { describe, expect, it } from 'vitest';
import { jsonAnswer } from './answer.ts';

const answer = (value: unknown) => jsonAnswer(new TextEncoder().encode(JSON.stringify(value)));
const base64 = Buffer.from('pixels '.repeat(2_000)).toString('base64');
const lines = base64.replace(/.{76}/g, '$&\n');
const words = 'a long walk in the garden. '.repeat(300);

describe('an answer', () => {
  it.each([
    ['base64', base64],
    ['a data URI', `data:image/webp;base64,${base64}`],
    ['a data URI in lines', `data:image/webp;base64,${lines}`],
    ['such a one far to the right', `${' '.repeat(5_000)}data:image/webp;base64,${lines}`],
    ['base64 behind words', `${words}${base64}`],
    ['base64 with escaped slashes', `${base64}/"`],
  ])('keeps %s out of its rest, however long', (_, picture) => {
    const { rest } = answer({ note: picture, list: [picture], deep: { [picture]: 1 }, words });
    // Not shown by the assertion, which would print all of it.
    expect(JSON.stringify(rest).includes(base64.slice(0, 70))).toBe(false);
    expect(JSON.stringify(rest) === JSON.stringify({ note: '', list: [''], deep: {}, words })).toBe(true);
  });

  it('gives long and short pictures alike', () => {
    const short = base64.slice(0, 400);
    const pictures = answer({ images: [base64, short, `data:image/png;base64,${base64}`, 7] }).pictures(
      (value) => (value as { images: unknown[] }).images,
    );
    const given = pictures.map((each) => Buffer.from(openUnscreened(each)).toString('base64'));
    expect(given.map((each) => each.length)).toEqual([base64.length, 400, base64.length, 0]);
    expect([given[0] === base64, given[1] === short, given[2] === base64]).toEqual([true, true, true]);
  });
});
