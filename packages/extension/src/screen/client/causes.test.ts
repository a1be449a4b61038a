import { describe, expect, it } from 'vitest';
import { causeOfNoReply, causeOfReply, isOnThisMachine, secondsToWait } from './causes.ts';
import type { FailureKind } from './errors.ts';

const cause = (status: number, code?: string, keySent = true) => causeOfReply({ status, code, keySent });

describe('the kind of an error response', () => {
  it('is a missing key or a wrong key for status 401, by whether a key was sent', () => {
    expect(cause(401, 'unauthorized', false)).toBe('key-missing');
    expect(cause(401, undefined, false)).toBe('key-missing');
    expect(cause(401, 'unauthorized', true)).toBe('key-refused');
  });

  it.each<[number, FailureKind, FailureKind]>([
    [400, 'invalid-request', 'stranger'],
    [403, 'not-permitted', 'not-permitted'],
    [404, 'stranger', 'stranger'],
    [405, 'stranger', 'stranger'],
    [408, 'slow-request', 'slow-request'],
    [413, 'too-large', 'too-large'],
    [415, 'invalid-request', 'stranger'],
    [429, 'too-many', 'too-many'],
    [500, 'proxy-failed', 'proxy-failed'],
    [501, 'proxy-failed', 'proxy-failed'],
    [502, 'generator-failed', 'gateway'],
    [503, 'busy', 'gateway'],
    [504, 'timeout', 'gateway'],
    [599, 'proxy-failed', 'proxy-failed'],
    [304, 'stranger', 'stranger'],
  ])('for %i is %s with a problem document of Shoji, and otherwise %s', (status, ofShoji, ofAnother) => {
    for (const keySent of [true, false]) {
      expect(cause(status, 'of_tomorrow', keySent)).toBe(ofShoji);
      expect(cause(status, undefined, keySent)).toBe(ofAnother);
    }
  });

  it('follows Shoji’s code, whatever the status', () => {
    expect(cause(503, 'check_failed')).toBe('check-failed');
    expect(cause(424, 'deadline_exceeded')).toBe('timeout');
    expect(cause(422, 'image_rejected')).toBe('image-rejected');
    expect(cause(413, 'answer_too_large')).toBe('answer-too-large');
  });
});

describe('the kind of a failed connection', () => {
  const PAGE = 'chrome-extension://shoji/popup/index.html';

  it.each<[string, string | undefined, FailureKind]>([
    ['http://127.0.0.1:8787/v1/policy', PAGE, 'unreachable'],
    ['http://shoji.example/v1/policy', PAGE, 'unreachable'],
    ['http://shoji.example/v1/policy', undefined, 'unreachable'],
    ['http://shoji.example/v1/policy', 'http://shoji.example/', 'unreachable'],
    ['https://shoji.example/v1/policy', PAGE, 'no-secure-connection'],
    ['https://shoji.example/v1/policy', 'https://shoji.example/', 'no-secure-connection'],
    ['http://shoji.example/v1/policy', 'https://shoji.example/', 'mixed-content'],
    ['http://localhost:8787/v1/policy', 'https://shoji.example/', 'unreachable'],
  ])('to %s, from %s, is %s', (target, page, kind) => {
    expect(causeOfNoReply(target, page)).toBe(kind);
  });

  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['[::1]', true],
    ['localhost.example', false],
    ['127.0.0.1.example', false],
    ['10.127.0.0.1', false],
    ['my-localhost', false],
  ])('knows whether %s is this machine: %s', (host, expected) => {
    expect(isOnThisMachine(host)).toBe(expected);
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);
  it.each([
    [null, undefined],
    ['', undefined],
    [' ', undefined],
    ['soon', undefined],
    ['5', 5],
    ['0', 0],
    ['-5', 0],
    ['Thu, 01 Jan 2026 12:00:30 GMT', 30],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
  ])('%j is %s seconds', (header, seconds) => {
    expect(secondsToWait(header, now)).toBe(seconds);
  });

  it('is rounded up, so that no client retries too early', () => {
    expect(secondsToWait('Thu, 01 Jan 2026 12:00:30 GMT', now + 1)).toBe(30);
    expect(secondsToWait('Thu, 01 Jan 2026 12:00:30 GMT', now - 1)).toBe(31);
  });
});
