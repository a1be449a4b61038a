import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyReader, objectionToKey } from './keys.ts';

const utf8 = (text: string) => Buffer.from(text).toString('latin1');
const basic = (bytes: string) => `Basic ${Buffer.from(bytes, 'latin1').toString('base64')}`;

/** The value as received in a header: bytes as Latin-1, without surrounding spaces. */
const onTheWire = (value: string) => new Headers({ Authorization: value }).get('Authorization');

describe('keyReader', () => {
  it.each([
    ['a plain key', 'plain-key', 'Bearer plain-key'],
    ['another case of the scheme', 'plain-key', 'bEARER plain-key'],
    ['several blanks', 'plain-key', 'Bearer   plain-key  '],
    ['a tab', 'plain-key', 'Bearer\tplain-key'],
    ['a password', 'plain-key', basic('any:plain-key')],
    ['a password without a name', 'plain-key', basic(':plain-key')],
    ['a colon', 'with:a:colon', 'Bearer with:a:colon'],
    ['a colon in a password', 'with:a:colon', basic('any:with:a:colon')],
    ['a blank inside', 'two words', 'Bearer two words'],
    ['UTF-8', 'clé-日本', `Bearer ${utf8('clé-日本')}`],
    ['UTF-8 in a password', 'clé-日本', basic(utf8('any:clé-日本'))],
    ['Latin-1', 'clé', 'Bearer clé'],
    ['Latin-1 in a password', 'clé', basic('any:clé')],
    ['what looks like a scheme', 'Bearer x', 'Bearer Bearer x'],
  ])('reads %s', (_, key, header) => {
    const reader = keyReader(['another', key]);
    expect(reader.callerOf(onTheWire(header))).toBe(reader.callerOf(`Bearer ${utf8(key)}`));
    expect(reader.callerOf(onTheWire(header))).toMatch(/^[0-9a-f]{64}$/);
    expect(reader.callerOf('Bearer another')).not.toBe(reader.callerOf(onTheWire(header)));
  });

  it.each([
    ['nothing', null],
    ['an empty header', ''],
    ['the scheme alone', 'Bearer'],
    ['the key alone', 'key'],
    ['another scheme', 'Digest key'],
    ['another key', 'Bearer keys'],
    ['a shorter key', 'Bearer ke'],
    ['a key with more behind it', 'Bearer key, Bearer key'],
    ['the key as a name', basic('key:')],
    ['the key with its name as a token', 'Bearer any:key'],
    ['a password with more behind it', basic('any:key\n')],
    ['another case', 'Bearer KEY'],
  ])('finds no key in %s', (_, header) => {
    expect(keyReader(['key']).callerOf(header)).toBeUndefined();
  });

  it('finds no key in a request without keys', () => {
    expect(keyReader([]).callerOf('Bearer key')).toBeUndefined();
  });

  it('accepts every allowed key in both schemes, and no other', () => {
    const key = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !objectionToKey(text));
    fc.assert(
      fc.property(key, key, (one, other) => {
        const reader = keyReader([one]);
        const caller = reader.callerOf(onTheWire(`Bearer ${utf8(one)}`));
        expect(caller).toBeDefined();
        expect(reader.callerOf(onTheWire(basic(utf8(`any:${one}`))))).toBe(caller);
        if (one !== other && utf8(one) !== other && one !== utf8(other))
          expect(reader.callerOf(onTheWire(`Bearer ${utf8(other)}`))).toBeUndefined();
      }),
    );
  });
});

describe('objectionToKey', () => {
  it.each([
    ['', 'empty'],
    ['a\nb', 'HTTP headers do not allow'],
    ['a\tb', 'HTTP headers do not allow'],
    ['a\u0000b', 'HTTP headers do not allow'],
    ['a\u0085b', 'HTTP headers do not allow'],
    ['a\ud800b', 'HTTP headers do not allow'],
    [' a', 'space'],
    ['a ', 'space'],
    [' ', 'space'],
  ])('reports the error in %j', (key, why) => {
    expect(objectionToKey(key)).toContain(why);
  });

  it.each(['plain-key', 'with:colon', 'with blank', 'clé', '鍵', '🔑'])('accepts %s', (key) => {
    expect(objectionToKey(key)).toBeUndefined();
  });
});
