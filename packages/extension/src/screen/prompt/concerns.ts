/** Concerns about words, then those about the prompt as a whole in other categories. */
export function joinConcerns<Concern extends { readonly category: string }>(
  words: readonly Concern[],
  whole: readonly Concern[],
): Concern[] {
  const named = new Set(words.map(({ category }) => category));
  return [...words, ...whole.filter(({ category }) => !named.has(category))];
}

/** Length of the common start of two texts, in UTF-16 units. */
export function commonLength(a: string, b: string): number {
  if (a === b) return a.length;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/**
 * The words to mark in a text: those before its first difference from the text that was read.
 * @param concerns Those about the text that was read.
 */
export function marksIn<Decision>(
  text: string,
  read: string,
  concerns: readonly { readonly decision: Decision; readonly spans: readonly Span[] }[],
): { readonly decision: Decision; readonly span: Span }[] {
  const until = commonLength(text, read);
  return concerns.flatMap(({ decision, spans }) =>
    spans.filter(([, end]) => end <= until).map((span) => ({ decision, span })),
  );
}

type Span = readonly [start: number, end: number];
