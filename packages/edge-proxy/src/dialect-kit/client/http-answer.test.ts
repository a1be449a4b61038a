import { describe, expect, it } from 'vitest';
import { HttpAnswer } from './http-answer.ts';

const body = { bytes: async () => new Uint8Array(), chunks: (async function* () {})() };
const answer = (headers: Record<string, string>, status = 200) =>
  new HttpAnswer(status, (name) => headers[name], body);

describe('HttpAnswer', () => {
  it.each([
    ['application/json', 'json'],
    ['Application/JSON; charset=utf-8', 'json'],
    ['', 'json'],
    ['application/jsonx', 'other'],
    ['text/event-stream', 'events'],
    ['text/event-stream ; x', 'events'],
    ['text/event-streams', 'other'],
    ['image/png', 'picture'],
    ['image/jpeg; q=1', 'picture'],
    ['image/webp', 'picture'],
    ['image/svg+xml', 'other'],
    ['image/pngx', 'other'],
    ['text/plain', 'text'],
    ['text/html', 'other'],
    ['xapplication/json', 'other'],
  ])('reads %j as %s', (type, kind) => {
    expect(answer({ 'content-type': type }).kind).toBe(kind);
  });

  it('detects a missing body', () => {
    expect(answer({}, 204).isEmpty).toBe(true);
    expect(answer({ 'content-length': '0' }).isEmpty).toBe(true);
    expect(answer({ 'content-length': '10' }).isEmpty).toBe(false);
  });

  it.each([
    ['5', 5],
    ['999999', 999_999],
    ['1000000', undefined],
    ['Fri, 27 Nov 2026 00:00:00 GMT', undefined],
    ['-5', undefined],
    [undefined, undefined],
  ])('reads %j as a delay of %j seconds', (value, seconds) => {
    expect(answer(value === undefined ? {} : { 'retry-after': value }).retryAfter).toBe(seconds);
  });

  it('reveals nothing of its body or its headers', () => {
    expect(Object.keys(answer({ 'x-secret': 'x' })).toSorted()).toEqual([
      'isEmpty',
      'kind',
      'retryAfter',
      'status',
    ]);
  });
});
