import { expect, it } from 'vitest';
import { base64Of } from './base64.ts';

it('has the bytes of a view, and no others of its buffer', () => {
  const { buffer } = Uint8Array.of(1, 2, 255, 254, 253, 3);
  expect(base64Of(new Uint8Array(buffer, 2, 3))).toBe('//79');
  expect(base64Of(new Uint8Array())).toBe('');
});
