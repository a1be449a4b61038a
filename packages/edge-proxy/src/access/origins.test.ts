import { describe, expect, it } from 'vitest';
import { objectionToOrigin, pageOf } from './origins.ts';

const LISTED = ['https://app.example.com', 'chrome-extension://listed', 'app://desktop'];
const HERE = 'http://shoji.example:8787/view';

function kindOf(headers: Record<string, string>, url = HERE) {
  return pageOf(new Request(url, { headers }), LISTED).kind;
}

describe('pageOf', () => {
  it.each([
    ['no page', {}, 'none'],
    ['an address that was typed in', { 'Sec-Fetch-Site': 'none' }, 'none'],
    ['a picture of a page of ours', { 'Sec-Fetch-Site': 'same-origin' }, 'own'],
    ['a call of a page of ours', { Origin: 'http://shoji.example:8787' }, 'own'],
    [
      'a call of a page of ours, with both',
      { Origin: 'http://shoji.example:8787', 'Sec-Fetch-Site': 'same-origin' },
      'own',
    ],
    ['a page of ours where TLS ends before us', { Origin: 'https://shoji.example:8787' }, 'own'],
    ['a page that is named', { Origin: 'https://app.example.com', 'Sec-Fetch-Site': 'cross-site' }, 'listed'],
    [
      'a picture of a page that is named',
      { Referer: 'https://app.example.com/room/7', 'Sec-Fetch-Site': 'cross-site' },
      'listed',
    ],
    ['an app that is named', { Origin: 'app://desktop' }, 'listed'],
    ['an extension that is named', { Origin: 'chrome-extension://listed' }, 'listed'],
    ['an extension', { Origin: 'moz-extension://0b6c-4f0e', 'Sec-Fetch-Site': 'cross-site' }, 'extension'],
    ['another page', { Origin: 'https://evil.example' }, 'foreign'],
    ['a sandboxed page', { Origin: 'null' }, 'foreign'],
    ['an empty origin', { Origin: '' }, 'foreign'],
    ['another port', { Origin: 'http://shoji.example:8788' }, 'foreign'],
    ['a longer name', { Origin: 'http://shoji.example:8787.evil.example' }, 'foreign'],
    ['a named page as a prefix', { Origin: 'https://app.example.com.evil.example' }, 'foreign'],
    ['a named page over HTTP', { Origin: 'http://app.example.com' }, 'foreign'],
    ['our address with a path', { Origin: 'http://shoji.example:8787/' }, 'foreign'],
    ['our address with a name', { Origin: 'http://evil@shoji.example:8787' }, 'foreign'],
    ['our address of another kind', { Origin: 'ftp://shoji.example:8787' }, 'foreign'],
    ['two origins', { Origin: 'http://shoji.example:8787, https://evil.example' }, 'foreign'],
    ['a web page that calls itself one', { Origin: 'https://chrome-extension://a' }, 'foreign'],
    ['a picture of another page', { 'Sec-Fetch-Site': 'cross-site' }, 'foreign'],
    ['a picture of a page of the same site', { 'Sec-Fetch-Site': 'same-site' }, 'foreign'],
    ['a word nobody knows', { 'Sec-Fetch-Site': 'sibling' }, 'foreign'],
    ['two words', { 'Sec-Fetch-Site': 'none, cross-site' }, 'foreign'],
    [
      'a picture of another page that says where it is',
      { Referer: 'https://evil.example/https://app.example.com', 'Sec-Fetch-Site': 'cross-site' },
      'foreign',
    ],
    [
      'our address in what another site sends',
      { Origin: 'http://shoji.example:8787', 'Sec-Fetch-Site': 'cross-site' },
      'foreign',
    ],
    [
      'another page that would be of ours',
      { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
      'foreign',
    ],
  ])('%s', (_, headers, kind) => {
    expect(kindOf(headers)).toBe(kind);
  });

  it('names the setting', () => {
    const said = (headers: Record<string, string>) => {
      const page = pageOf(new Request(HERE, { headers }), LISTED);
      return page.kind === 'foreign' ? page.message : '';
    };
    expect(said({ Origin: 'https://evil.example' })).toContain('https://evil.example');
    expect(said({ Origin: 'null' })).toContain('sandboxed');
    expect(said({ Origin: `https://${'e'.repeat(5_000)}` }).length).toBeLessThan(500);
    for (const headers of [{ Origin: 'null' }, { Origin: 'https://e' }, { 'Sec-Fetch-Site': 'cross-site' }])
      expect(said(headers)).toContain('access.origins (SHOJI_ORIGINS)');
  });
});

describe('objectionToOrigin', () => {
  it.each([
    'https://app.example.com',
    'http://localhost:3000',
    'http://[::1]:8080',
    'chrome-extension://abcdefghijklmnop',
    'app://obsidian.md',
    'file://',
  ])('accepts %s', (origin) => {
    expect(objectionToOrigin(origin)).toBeUndefined();
  });

  it.each([
    ['*', 'name each origin'],
    ['null', 'sandboxed'],
    ['', 'write scheme://host'],
    ['app.example.com', 'write scheme://host'],
    ['https://app.example.com/', 'write https://app.example.com,'],
    ['https://App.example.com', 'write https://app.example.com,'],
    ['https://app.example.com:443', 'write https://app.example.com,'],
    ['https://app.example.com/room', 'write https://app.example.com,'],
    ['https://*.example.com', 'write scheme://host'],
    ['chrome-extension://a/page.html', 'write scheme://host'],
  ])('reports the correct form of %j', (origin, remedy) => {
    expect(objectionToOrigin(origin)).toContain(remedy);
  });
});
