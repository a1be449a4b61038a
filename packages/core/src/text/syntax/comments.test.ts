import { expect, it } from 'vitest';
import { withoutComments } from './comments.ts';

it.each([
  ['a cat # a comment', 'a cat \n'],
  ['a cat # a comment\nin a hat', 'a cat \nin a hat'],
  ['a#b\n#c\nd', 'a\n\nd'],
])('removes the comments of %j', (prompt, expected) => {
  const view = withoutComments(prompt);
  expect(view?.text).toBe(expected);
  expect(Array.from(view?.offsets ?? [], (offset) => prompt[offset]?.replace('#', '\n')).join('')).toBe(
    expected,
  );
});

it('returns nothing for a prompt without comments', () => {
  expect(withoutComments('a cat')).toBeUndefined();
});
