import { expect, it } from 'vitest';
import { objectionToHost } from './one-host.ts';

it.each([
  ['one host', '127.0.0.1:8787', true],
  ['none, as over HTTP/2', undefined, true],
  ['two', 'evil.example, 127.0.0.1:8787', false],
  ['two that are the same', '127.0.0.1:8787, 127.0.0.1:8787', false],
  ['another one than the address', 'evil.example', false],
  ['one that begins like the address', '127.0.0.1:87', false],
  ['nothing', '', false],
])('%s', (_, host, clear) => {
  expect(objectionToHost(host, 'http://127.0.0.1:8787/a') === undefined).toBe(clear);
});

it('compares the host without regard to case', () => {
  expect(objectionToHost('Shoji.Example:80', 'http://shoji.example/a')).toBeUndefined();
});
