import { describe, expect, it } from 'vitest';
import { MOST_CHARACTERS } from '../../sites/protocol.ts';
import { parsePageMessage, siteOf } from './page-messages.ts';

describe('messages of content scripts', () => {
  it('are read', () => {
    for (const message of [
      { type: 'site-features' },
      { type: 'show-site' },
      { type: 'cover-frame' },
      { type: 'read-text', text: 'a dog' },
      { type: 'long-text' },
      { type: 'judge-picture', url: 'https://a.example/b.png' },
      { type: 'judge-picture', url: 'blob:x', b64: 'AAAA' },
    ])
      expect(parsePageMessage(message)).toEqual(message);
  });

  it.each([
    { type: 'start', input: {} },
    { type: 'cancel' },
    { type: 'read-text' },
    { type: 'judge-picture', b64: 'AAAA' },
    { type: 'read-text', text: 'x'.repeat(MOST_CHARACTERS + 1) },
    { type: 'site-features', more: 1 },
    undefined,
  ])('are refused where nothing of this form is expected: case %#', (value) => {
    expect(parsePageMessage(value)).toBeUndefined();
  });
});

describe('the site of a sender', () => {
  const page = { id: 'own', url: 'https://example.com/a', tab: {} };

  it('is that of its frame, which may have no address', () => {
    expect(siteOf(page, 'own')).toBe('https://example.com/*');
    expect(siteOf({ ...page, url: 'about:blank', origin: 'https://example.com' }, 'own')).toBe(
      'https://example.com/*',
    );
  });

  it.each([
    ['another extension', { ...page, id: 'other' }],
    ['no page', { ...page, tab: undefined }],
    ['a sandboxed frame', { ...page, origin: 'null' }],
    ['a page of the extension', { ...page, url: 'extension://own/popup' }],
  ])('does not exist for %s', (_, sender) => {
    expect(siteOf(sender, 'own')).toBeUndefined();
  });
});
