import fc from 'fast-check';
import { fromBase64, seen } from '../clients/support.ts';

/** JSON objects of any shape that a client might add. */
export const strangeJson = (text: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(text, fc.stringMatching(/^[a-z_]{1,12}$/)), tie('any'), { maxKeys: 3 }),
    ),
  })).any;

/** The colours of all pictures anywhere in a text, also in nested strings. */
export async function picturesIn(body: string): Promise<string[]> {
  const runs = body.replaceAll('\\/', '/').match(/[A-Za-z0-9+/]{80,}={0,2}/g) ?? [];
  const looks = await Promise.all(
    runs.map((run) =>
      seen(fromBase64(run)).then(
        ({ colour }) => colour,
        () => undefined,
      ),
    ),
  );
  return looks.filter((colour) => colour !== undefined);
}
