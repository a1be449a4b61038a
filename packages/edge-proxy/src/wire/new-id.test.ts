import { expect, it } from 'vitest';
import { newId } from './new-id.ts';

it('an id is a ULID with its prefix, and no two are the same', () => {
  const ids = Array.from({ length: 2_000 }, () => newId('gen_'));
  expect(new Set(ids).size).toBe(2_000);
  for (const id of ids) expect(id).toMatch(/^gen_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  // The last sixteen characters are random: 32,000 of them have every character of the alphabet.
  expect(new Set(ids.flatMap((id) => [...id.slice(-16)])).size).toBe(32);
});
