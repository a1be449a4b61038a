import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeOf } from './cause.ts';

describe('a cause', () => {
  it('is the whole chain on one line, without a stack', () => {
    const error = new TypeError('failed\nto fetch', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') });
    expect(causeOf(error)).toBe('TypeError: failed to fetch ← Error: connect ECONNREFUSED 127.0.0.1:1');
    expect(causeOf('a word')).toBe('a word');
  });

  it('is cut to eight errors of a longer chain', () => {
    const chain = Array.from({ length: 10 }).reduce<Error>(
      (cause, _, at) => new Error(`no ${9 - at}`, { cause }),
      new Error('x'),
    );
    expect(causeOf(chain).split(' ← ')).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((at) => `Error: no ${at}`));
  });

  it('shows the first of several reasons, and ends at a circular chain', () => {
    const several = new AggregateError([new Error('connect ECONNREFUSED ::1:1')], '');
    expect(causeOf(several)).toContain('connect ECONNREFUSED ::1:1');
    const circle = new Error('round');
    circle.cause = circle;
    expect(causeOf(circle)).toMatch(/^Error: round( ← Error: round)*$/);
  });

  it.each([
    ['Authorization: Bearer abc.def', 'abc'],
    ['Incorrect API key provided: sk-proj-abcdefghijklmnop.', 'abcdefghijklmnop'],
    ['The key AKIAIOSFODNN7EXAMPLE is not known', 'IOSFODNN7'],
    [`invalid base64: ${'iVBORw0KGgoAAAANSUhEUgAA/AAA'.repeat(4)}`, 'iVBORw0KGgo'],
    ['token 0123456789abcdef0123456789abcdef expired', '0123456789abcdef'],
  ])('contains no key and no picture: %s', (message, secret) => {
    const cause = causeOf(new Error(message));
    expect(cause).not.toContain(secret);
    expect(cause).toContain('…');
  });

  it('contains no part of a text without spaces, whatever the other texts are', () => {
    for (const concealed of [
      ['緑の犬', 'a dog'],
      ['a dog', '緑の犬'],
    ]) {
      const cause = causeOf(new Error('cannot tokenise 緑の犬です'), concealed);
      expect(cause).toContain('cannot tokenise');
      expect(cause).not.toMatch(/[緑犬]/);
    }
    expect(causeOf(new Error('cannot tokenise 緑'), ['a dog'])).toContain('緑');
  });

  it('keeps what an operator needs for a fix', () => {
    const cause = causeOf(
      new Error(
        'CUDA out of memory in /opt/conda/lib/python3.11/site-packages/torch/nn/modules/module.py, request 3f2b8c1e-1111-2222-3333-444455556666',
      ),
      ['a dog in a suit'],
    );
    expect(cause).toContain('CUDA out of memory in /opt/conda/lib/python3.11/site-packages/torch/nn/modules');
    expect(cause).toContain('3f2b8c1e-1111-2222-3333-444455556666');
  });

  it.each([
    ['quoted', 'no token for "velvet giraffe"'],
    ['escaped as in JSON', 'no token for \\"velvet\\ngiraffe\\"'],
    ['escaped as in Python', 'no token for \\u0076elvet giraffe'],
    ['in capitals', 'NO TOKEN FOR VELVET GIRAFFE'],
    ['cut off', 'no token for a velvet giraffe in …'],
  ])('quotes no prompt, %s', (_, message) => {
    const cause = causeOf(new Error(message), ['a velvet giraffe in a hat']);
    expect(cause.toLowerCase()).not.toMatch(/velvet|giraffe/);
    expect(cause.toLowerCase()).toContain('token');
  });

  it('quotes no part of a prompt in a script without spaces', () => {
    expect(causeOf(new Error('bad text: 庭の犬と猫 at 3'), ['赤い庭の犬'])).toBe('Error: bad text: … at 3');
  });

  it('contains no longer word of any redacted text, at any position', () =>
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{4,9}$/), { minLength: 1, maxLength: 6 }),
        fc.string(),
        fc.string(),
        (words, before, after) => {
          const prompt = words.join(' ');
          const cause = causeOf(`${before} ${prompt} ${after}`, [prompt]).toLowerCase();
          const left = new Set(cause.match(/[\p{L}\p{N}\p{M}]+/gu));
          expect(words.filter((word) => left.has(word))).toEqual([]);
        },
      ),
    ));
});
