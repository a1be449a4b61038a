/** Characters that a classifier reads at once: all of nearly every prompt. */
const LONGEST = 400;
/** How far a part reaches back into the one before it, so that nothing is cut through in both. */
const OVERLAP = 120;

/**
 * The parts of a prompt that a classifier judges one by one, each at most 400 characters and cut at a space where there
 * is one. A model averages over what it reads, so that in one piece a page of meadows would hide a sentence at its end.
 */
export function chunksOf(prompt: string): string[] {
  if (prompt.length <= LONGEST) return [prompt];
  const chunks: string[] = [];
  for (let from = 0; from < prompt.length; ) {
    const until = from + LONGEST < prompt.length ? cutBefore(prompt, from + LONGEST) : prompt.length;
    chunks.push(prompt.slice(from, until));
    from = until === prompt.length ? until : cutBefore(prompt, until - OVERLAP);
  }
  return chunks;
}

/** The end of the last space within the overlap before `at`, or `at`. */
function cutBefore(prompt: string, at: number): number {
  const space = prompt.slice(at - OVERLAP, at).search(/\s\S*$/);
  return space < 0 ? at : at - OVERLAP + space + 1;
}
