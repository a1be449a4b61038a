/** A text as it is compared: in any case and width. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
