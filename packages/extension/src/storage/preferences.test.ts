import { describe, expect, it } from 'vitest';
import { DEFAULT_ORIGIN, parseOrigin, parsePreferences, permissionFor } from './preferences.ts';

describe('parsePreferences', () => {
  it('has a default for everything, whatever is stored', () => {
    const first = parsePreferences(undefined);
    expect(first).toMatchObject({
      origin: DEFAULT_ORIGIN,
      theme: 'system',
      rememberKey: false,
      notify: false,
      stricter: { everything: false, categories: [], neverReveal: false },
    });
    for (const stored of [
      null,
      7,
      'x',
      [],
      { origin: 'javascript:alert(1)', theme: 1, stricter: 'no', defaults: 3 },
    ]) {
      expect(parsePreferences(stored)).toEqual(first);
    }
  });

  it('keeps valid values beside invalid ones', () => {
    expect(parsePreferences({ theme: 'dark', origin: 7 })).toMatchObject({
      theme: 'dark',
      origin: DEFAULT_ORIGIN,
    });
  });

  it('has no setting that blurs less than the operator does', () => {
    const { stricter } = parsePreferences({
      stricter: { show: ['nudity'], reveal: true, everything: false },
    });
    expect(Object.keys(stricter).sort()).toEqual(['categories', 'everything', 'neverReveal']);
  });
});

describe('parseOrigin', () => {
  it.each([
    ['127.0.0.1:8787', 'http://127.0.0.1:8787'],
    [' http://localhost:8787/ ', 'http://localhost:8787'],
    ['https://shoji.example/some/path?x=1', 'https://shoji.example'],
    ['[::1]:8787', 'http://[::1]:8787'],
    ['', undefined],
    ['not an address', undefined],
    ['http://not%20an%20address', undefined],
    ['ftp://shoji.example', undefined],
    ['javascript:alert(1)', undefined],
    ['https://user:secret@shoji.example', undefined],
    ['http://', undefined],
  ])('of %j is %j', (typed, expected) => {
    expect(parseOrigin(typed)).toBe(expected);
  });
});

it('requests one origin without a port, because Firefox does not accept ports', () => {
  expect(permissionFor('http://127.0.0.1:8787')).toEqual({ origins: ['http://127.0.0.1/*'] });
});
