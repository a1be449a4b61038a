import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CutJson, parseCutJson } from './cut-json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The value with every placeholder replaced by its string. */
function whole({ value, restore }: CutJson): unknown {
  const text = JSON.stringify(value, (_, each) => (typeof each === 'string' ? restore(each) : each));
  return JSON.parse(text);
}

describe('parseCutJson', () => {
  const long = 'A'.repeat(5_000);

  it('keeps a long string in its bytes, and returns how it starts', () => {
    const cut = parseCutJson(bytes(JSON.stringify({ data: [{ b64_json: `data:${long}` }], note: 'short' })));
    const text = JSON.stringify(cut.value);
    expect(text).toMatch(/^\{"data":\[\{"b64_json":"data:A{27}[\w-]{37}"\}\],"note":"short"\}$/);
    expect(whole(cut)).toEqual({ data: [{ b64_json: `data:${long}` }], note: 'short' });
  });

  it('parses everything that JSON.parse parses, with the same result', () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', '\\', '\\"', '/', '\n', '絵', `${long}絵`, `"${long}`, `${long}\\`, long),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        words,
        fc.integer(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 4 }),
        // Keys are kept in full, so that the path of a long string is unambiguous.
        fc.dictionary(fc.string(), tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (given, space) => {
        const text = JSON.stringify(given, null, space);
        expect(whole(parseCutJson(bytes(text)))).toEqual(JSON.parse(text));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['nothing', ''],
    ['a string that does not end', `{"a":"${long}`],
    ['a string that ends early', `{"a":"${long}"b"}`],
    ['two values', `"${long}" "${long}"`],
  ])('refuses %s', (_, text) => {
    expect(() => parseCutJson(bytes(text))).toThrow(SyntaxError);
  });

  it('does not take text of the server for a placeholder', () => {
    const [standIn] = Object.values(parseCutJson(bytes(JSON.stringify({ a: long }))).value as object);
    // Only a server that knows this process's mark could write one, and it would get only its own strings.
    const { value, restore } = parseCutJson(bytes(JSON.stringify([long, `${standIn}7`])));
    expect(restore(String((value as string[])[1]))).toBe('');
  });
});
