/**
 * `text` with each `search` replaced by `value`, letter for letter. `String.replaceAll` reads `$$`, `$&`, `` $` `` and
 * `$'` in its replacement, so that an outside value would become a text that was not judged.
 */
export function replaceLiteral(text: string, search: string, value: string): string {
  return text.replaceAll(search, () => value);
}
