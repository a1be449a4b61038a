import { expect, it } from 'vitest';
import { digestOf } from './digest.ts';

it('is the SHA-256 of the bytes in base64', () => {
  // The first test vector of FIPS 180-2: the message "abc".
  expect(digestOf(new TextEncoder().encode('abc'))).toBe('ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=');
});
