import fc from 'fast-check';
import { expect, it } from 'vitest';
import { replaceLiteral } from './replace-literal.ts';

it.each(['$$', '$&', '$`', "$'", '$1', '$<name>'])('writes %s as it is', (value) => {
  expect(replaceLiteral('a [x] and [x]', '[x]', value)).toBe(`a ${value} and ${value}`);
});

it('equals splitting the text and joining it again', () => {
  const unit = fc.constantFrom('$', '&', '`', "'", '1', 'a', 'b', '[');
  const piece = fc.string({ unit, maxLength: 8 });
  fc.assert(
    fc.property(
      fc.string({ unit, minLength: 1, maxLength: 3 }),
      fc.array(piece),
      piece,
      (search, parts, value) => {
        const text = parts.join(search);
        expect(replaceLiteral(text, search, value)).toBe(text.split(search).join(value));
      },
    ),
  );
});
