/**
 * `text` with each `search` replaced by `value`, letter for letter. `String.replaceAll` reads `$$`, `$&`, `` $` `` and
 * `$'` in its replacement, so that a value from outside would become another text than the one that was judged.
 */
export function replaceLiteral(text: string, search: string, value: string): string {
  return text.replaceAll(search, () => value);
}
