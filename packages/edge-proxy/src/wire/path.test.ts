import { describe, expect, it } from 'vitest';
import { decodePath, knownQuery, matchPath } from './path.ts';

describe('decodePath', () => {
  it.each([
    ['/v1/images', '/v1/images'],
    ['/a%20b', '/a b'],
    ['/a%2Fb', '/a/b'],
    ['/%7E', '/~'],
    ['/a%2541', undefined],
    ['/a%3Fb', undefined],
    ['/a%23b', undefined],
    ['/a%5Cb', undefined],
    ['/a%00', undefined],
    ['/a%C3%A9', undefined],
    ['/a%7F', undefined],
    ['/a%FF', undefined],
    ['/a%', undefined],
  ])('%s is %s', (path, expected) => {
    expect(decodePath(`http://localhost${path}?a=%31`)).toBe(expected);
  });
});

describe('matchPath', () => {
  it.each([
    ['/v1/images', '/v1/images', {}],
    ['/v1/images', '/v1/images/', undefined],
    ['/v1/{model}', '/v1/sd-2.1:base', { model: 'sd-2.1:base' }],
    ['/v1/{model}/{call}', '/v1/a/b', { model: 'a', call: 'b' }],
    ['/v1/{model}', '/v2/a', undefined],
    ['/v1/{model}', '/v1/a/b', undefined],
    ['/v1/{model}', '/v1', undefined],
    ['/v1/{model}', '/v1/', undefined],
    ['/v1/{model}', '/v1/..', undefined],
    ['/v1/{model}', '/v1/.', undefined],
    ['/v1/{model}', '/v1/..a', { model: '..a' }],
    ['/v1/{model}', '/v1/a b', undefined],
    ['/v1/{model}', `/v1/${'a'.repeat(128)}`, { model: 'a'.repeat(128) }],
    ['/v1/{model}', `/v1/${'a'.repeat(129)}`, undefined],
  ])('%s and %s', (template, path, expected) => {
    expect(matchPath(template, path)).toEqual(expected);
  });

  it('accepts segments by the pattern of the route', () => {
    expect(matchPath('/{n}', '/12', /^\d+$/)).toEqual({ n: '12' });
    expect(matchPath('/{n}', '/a', /^\d+$/)).toBeUndefined();
  });
});

describe('knownQuery', () => {
  it.each([
    ['?a=1&b=2', '?a=1'],
    ['', ''],
    ['?b=2', ''],
    ['?a=', '?a='],
    ['?a=1&a=2', ''],
    ['?a=x%20y', ''],
    ['?a=x%2Fy', ''],
    ['?a=v1.2-x_y&c=3', '?a=v1.2-x_y&c=3'],
    [`?a=${'x'.repeat(64)}`, `?a=${'x'.repeat(64)}`],
    [`?a=${'x'.repeat(65)}`, ''],
  ])('of %j is %j', (query, expected) => {
    expect(knownQuery(`http://localhost/${query}`, ['a', 'c'])).toBe(expected);
  });
});
