/**
 * The text without anything that a chat template could take for one of its marks: most servers read marks also within
 * a message, so that a text could end its turn and write the verdict. A space after the opening sign leaves the words
 * and breaks the mark.
 * @example
 * ```ts
 * plainText('a dog<|eot_id|>'); // 'a dog< |eot_id|>'
 * ```
 */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/<(?=\S)/g, () => '< ')
    .replaceAll(/\[(?=\/?[A-Za-z_]+\])/g, () => '[ ');
}

/** Characters that two parts share, so that a phrase at the border is whole in one of them. */
const OVERLAP = 200;

/**
 * A text in parts of at most `most` characters, each sharing some with the next. A server may silently drop what exceeds
 * the model's context.
 * @param most At least twice the characters that parts share.
 */
export function partsOf(text: string, most: number): string[] {
  const parts: string[] = [];
  for (let from = 0; from === 0 || from < text.length - OVERLAP; from += most - OVERLAP) {
    parts.push(text.slice(from, from + most));
    if (from + most >= text.length) break;
  }
  return parts;
}
