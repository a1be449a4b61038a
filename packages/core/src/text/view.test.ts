import { expect, it } from 'vitest';
import { ViewWriter, within } from './view.ts';

it('a view of a view has the offsets of the typed text', () => {
  const source = { text: 'abc', offsets: Int32Array.of(5, 7, 9) };
  expect(within({ text: 'cb', offsets: Int32Array.of(2, 1) }, source)).toEqual({
    text: 'cb',
    offsets: Int32Array.of(9, 7),
  });
  // Without offsets its units are at those of its source.
  expect(within({ text: 'xyz' }, source)).toEqual({ text: 'xyz', offsets: source.offsets });
  expect(within({ text: 'xyz' }, { text: 'abc' })).toEqual({ text: 'xyz' });
});

it('a view of an uncertain view is itself uncertain', () => {
  expect(within({ text: 'a' }, { text: 'a', exact: 3 })).toEqual({ text: 'a', exact: 3 });
  expect(within({ text: 'a', exact: 4 }, { text: 'a' })).toEqual({ text: 'a', exact: 4 });
});

it('a writer records one offset for every unit of a text', () => {
  const out = new ViewWriter();
  out.add('ab', 3);
  out.add('', 4);
  out.add('c', 5);
  expect(out.length).toBe(3);
  expect(out.view()).toEqual({ text: 'abc', offsets: Int32Array.of(3, 3, 5) });
});
