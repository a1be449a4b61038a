import { expect, it } from 'vitest';
import { SPECIFICATION_VERSION, versioned } from './part.ts';

it('marks a part with the version of this core, in the same object', () => {
  const part = { name: 'acme' };
  expect(versioned(part)).toBe(part);
  expect(part).toEqual({ name: 'acme', specificationVersion: SPECIFICATION_VERSION });
});

it('keeps the version of a part that has one', () => {
  // A part from another package may have a version that the compiler does not know.
  const part = Object.assign({ name: 'acme' }, JSON.parse('{"specificationVersion":2}'));
  expect(versioned(part)).toEqual({ name: 'acme', specificationVersion: 2 });
});

it('leaves a part that cannot be changed as it is', () => {
  const part = Object.freeze({ name: 'acme' });
  expect(versioned(part)).toBe(part);
});
