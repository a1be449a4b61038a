import { expect, it } from 'vitest';
import { headersOf, urlOf } from './connection.ts';

it.each([
  ['http://127.0.0.1:8787', 'http://127.0.0.1:8787/v1/policy'],
  ['https://shoji.example/', 'https://shoji.example/v1/policy'],
])('builds a URL below %s', (origin, url) => {
  expect(urlOf({ origin, key: 'k3y' }, '/v1/policy')).toBe(url);
});

it('sends the key in a header, and no header without a key', () => {
  expect(headersOf({ origin: '', key: 'k3y' })).toEqual({ authorization: 'Bearer k3y' });
  expect(headersOf({ origin: '', key: '' })).toEqual({});
});
