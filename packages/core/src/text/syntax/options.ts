/**
 * Options of Midjourney and similar bots that take a number: `--ar 16:9`, `--s 250`. The number ends the prompt, or a
 * sign or the next option follows: `--s 12 year old` is not an option.
 */
const OPTION =
  /(?<=^|\s)(?:--|[–—])(?:ar|aspect|v|version|niji|s|stylize|c|chaos|q|quality|seed|sameseed|iw|sw|cw|ow|sv|w|weird|stop|r|repeat|exp|h|height|width|sref|cref|oref|fps|motion|steps|cfg)[ =]\s{0,3}\d[\d.:]{0,12}(?=\s{0,3}(?:$|[\n,;|–—]|--))/giu;

/**
 * Exclusions: `--no text, hands`, up to the next option or the end of the line, and at most twelve words. A longer one
 * is a sentence, which models without such options would draw.
 */
const EXCLUSION = /(?<=^|\s)(?:--|[–—])no[ =](?:(?!--|[–—])[^\s]+[^\S\n]*){1,12}/gi;

/**
 * A text with a line break in place of each option that takes a number, so that the letters and numbers of options form
 * no words (`4:5 --s`) and no ages (`--niji 6 --ar 2:3`). Offsets do not change. Linear in the text.
 * @example
 * ```ts
 * withoutOptions('a dog --ar 4:5 --s 250'); // 'a dog \n \n '
 * ```
 */
export function withoutOptions(text: string): string {
  return text.replace(OPTION, (option) => `\n${' '.repeat(option.length - 1)}`);
}

/** The spans of the exclusions in a text, with the sign that begins them. */
export function exclusionsIn(text: string): { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(EXCLUSION)].map(({ 0: written, index }) => ({
    start: index,
    end: index + written.length,
  }));
}
