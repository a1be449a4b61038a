import { describe, expect, it } from 'vitest';
import { isOwnSurface, parseMessage } from './messages.ts';

const own = { id: 'abc', root: 'chrome-extension://abc/' };

describe('isOwnSurface', () => {
  it.each([
    [{ id: 'abc', url: 'chrome-extension://abc/popup/index.html' }, true],
    [{ id: 'other', url: 'chrome-extension://abc/popup/index.html' }, false],
    [{ id: 'abc', url: 'https://page.example/' }, false],
    [{ id: 'abc', url: 'chrome-extension://abcd/popup/index.html' }, false],
    [{ id: 'abc' }, false],
    [{}, false],
  ])('answers for %j: %s', (sender, expected) => {
    expect(isOwnSurface(sender, own)).toBe(expected);
  });
});

describe('parseMessage', () => {
  const input = { prompt: 'a dog', n: 1, width: 512, height: 512 };

  it.each([
    { type: 'start', input },
    { type: 'start', input: { ...input, seed: 7, negativePrompt: 'rain', steps: 30, guidanceScale: 7.5 } },
    { type: 'cancel' },
    { type: 'check-image', url: 'https://page.example/a.png' },
  ])('accepts %j', (message) => {
    expect(parseMessage(message)).toEqual(message);
  });

  it.each([
    undefined,
    'start',
    { type: 'start' },
    { type: 'start', input: { ...input, prompt: '' } },
    { type: 'start', input: { ...input, n: 100 } },
    { type: 'start', input, key: 'k3y' },
    { type: 'start', input: { ...input, policy: 'mature' } },
    { type: 'check-image', url: 'file:///etc/passwd' },
    { type: 'forget' },
  ])('refuses %j', (message) => {
    expect(parseMessage(message)).toBeUndefined();
  });
});
